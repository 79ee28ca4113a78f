-- A gateway goes in good order. ARGV: gateway
redis.call('HDEL', prefix .. 'fresh', ARGV[1])
return redis.call('ZREM', prefix .. 'seen', ARGV[1])
