"""office.yml -> units, people with dated appointments, settings; who may sign what on which day (R34, R38, R39)"""
