"""a Word, Excel or PDF document that anybody may have made -> what a request can begin with, and the doubts"""
