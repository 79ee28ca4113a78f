-- A gateway lives. ARGV: gateway. Answers the time, for its canary.
redis.call('ZADD', prefix .. 'seen', text(now), ARGV[1])
return text(now)
