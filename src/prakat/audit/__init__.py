"""a repository -> every change on main judged against its approvals, offline; a sealed kit to judge it again later"""
