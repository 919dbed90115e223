"""a repository -> every change on main judged against its approvals, offline; a kit for those who judge it later"""
