"""What people type into the sample office's search, written down before its ranking was made; and what answers it."""

VACANCY = "public-relations/2570/recruit-health-officer/"
TENDER = "public-relations/2570/procure-larvicide/"
FLU = "public-relations/2570/flu-vaccine/"
DENGUE = "public-relations/2570/dengue-alert/"
TYPED = {
    "รับสมัครงาน": {VACANCY},
    "สมัครงาน": {VACANCY},
    "ตำแหน่งงานว่าง": {VACANCY},
    "นักวิชาการสาธารณสุข": {VACANCY},
    "ใบสมัคร": {VACANCY},
    "27 พฤศจิกายน 2569": {VACANCY},
    "27 พ.ย. 69": {VACANCY},
    "๒๗ พฤศจิกายน ๒๕๖๙": {VACANCY},
    "ปิดรับ 4 ธ.ค. 2569": {TENDER},
    "จัดซื้อจัดจ้าง": {
        TENDER,
        "official-information/2570/procurement-plan/",
        "official-information/2570/procurement-summary-october/",
    },
    "ทรายกำจัดลูกน้ำ": {TENDER},
    "สขร.1": {"official-information/2570/procurement-summary-october/"},
    "skr1-2569-10.pdf": {"official-information/2570/procurement-summary-october/"},
    "แบบฟอร์มขอข้อมูล": {"official-information/information-centre/"},
    "แบบคำขอ docx": {
        "official-information/information-centre/",
        "citizen-manuals/hazardous-business-advice/",
    },
    "วัคซีน": {FLU, "citizen-manuals/vaccination-service/"},
    "ฉีดวัคซีนฟรี": {FLU},
    "ไข้เลือดออก": {DENGUE, "knowledge/dengue-prevention/"},
    "กรณีเร่งด่วน": {DENGUE},
    "เบอร์ฉุกเฉิน": {"public-relations/emergency-numbers/"},
    "กลุ่มงานควบคุมโรค ข่าว": {DENGUE, "public-relations/2570/big-cleaning-day/"},
    "ภาพข่าวกิจกรรม": {"public-relations/2570/big-cleaning-day/", "public-relations/2570/elderly-exercise-day/"},
    "คู่มือประชาชน": {
        "citizen-manuals/vaccination-service/",
        "citizen-manuals/home-care-request/",
        "citizen-manuals/nuisance-complaint/",
        "citizen-manuals/hazardous-business-advice/",
    },
    "งบประมาณ 2570 xlsx": {"general-information/2570/action-plan/"},
    "กฎหมาย": {
        "law/communicable-diseases-act/",
        "law/official-information-act/",
        "law/public-health-act/",
        "law/tobacco-control-act/",
    },
    "พรบ ข้อมูลข่าวสาร": {"law/official-information-act/"},
    "สถิติ excel": {"statistics/2569/dengue-cases/", "statistics/2569/service-statistics/"},
    "recruitment": {VACANCY},
    "dengue fever": {DENGUE, "knowledge/dengue-prevention/"},
    "30 November 2026": {FLU},
}
NOT_YET = {"ตำแหน่งงานว่าง", "แบบฟอร์มขอข้อมูล", "ฉีดวัคซีนฟรี", "เบอร์ฉุกเฉิน", "พรบ ข้อมูลข่าวสาร"}
"""Another word for the same thing, or words run together that no page runs together: 25 of 30 are answered, 13 were
before."""
