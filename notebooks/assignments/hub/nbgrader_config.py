# For everybody, instructor and students: the course, and the folder through which nbgrader hands out and collects.
# It must exist and be writable for all: install -d -m 777 /srv/nbgrader/exchange
c = get_config()
c.CourseDirectory.course_id = "oom"
c.Exchange.root = "/srv/nbgrader/exchange"
