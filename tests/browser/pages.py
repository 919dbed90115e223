"""One page of each kind that readers meet, in the sample office and in a sparse one."""

SAMPLE = {
    "home": "",
    "listing": "public-relations/",
    "listing-of-a-year": "public-relations/2570/",
    "item-with-files": "public-relations/2570/procure-larvicide/",
    "item-in-english-too": "citizen-manuals/vaccination-service/",
    "item-urgent": "public-relations/2570/dengue-alert/",
    "item-with-a-link": "web-links/related-agencies/",
    "expired": "public-relations/2569/flu-vaccine/",
    "withdrawn": "public-relations/2569/health-fair/",
    "withdrawn-with-its-title": "public-relations/2569/training-participants/",
    "suspended": "public-relations/2570/flood-water-alert/",
    "search": "search/",
    "search-results": "search/?q=วัคซีน",
    "history": "history/",
    "index-of-information": "oia/",
    "evidence-of-years": "evidence/",
    "evidence-of-a-year": "evidence/2569/",
    "evidence-of-a-list": "evidence/2569/moit/",
    "records-of-years": "records/",
    "record-of-a-quarter": "records/2569/q4/",
    "item-with-steps": "citizen-manuals/home-care-request/",
    "item-with-a-chart-of-the-office": "general-information/structure/",
    "item-with-figures": "statistics/2569/website-visits/",
    "item-with-nine-columns": "official-information/2570/procurement-summary-october/",
    "missing": "404.html",
    "english": "en/",
    "english-search": "en/search/?q=dengue",
    "item-in-english": "en/citizen-manuals/vaccination-service/",
}
SPARSE = {
    "sparse-home": "",
    "empty-mandatory-category": "statistics/",
    "empty-optional-category": "knowledge/",
    "newest-of-two-pages": "law/",
    "oldest-of-two-pages": "law/page/1/",
}
ALL = [*(("sample", each) for each in SAMPLE), *(("sparse", each) for each in SPARSE)]


def url(office: str, kind: str) -> str:
    """Below the site's root."""
    return (SAMPLE if office == "sample" else SPARSE)[kind]
