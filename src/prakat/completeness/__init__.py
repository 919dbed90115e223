"""what the law and the assessments ask for x items that readers find x day -> what is there, what is missing"""
