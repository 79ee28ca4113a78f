-- What came of the build beside a preview that runs. ARGV: …, build
redis.call('HSET', hash(id), 'build', ARGV[5], 'updatedAt', text(now))
say(id, 'kind', 'build', 'build', ARGV[5], 'at', text(now))
let_go(id)
return 'OK'
