-- Gives the job up without ending it, so that the next copy is taken at once.
redis.call('HDEL', hash(id), 'leaseOwner', 'leaseCopy', 'leaseUntil')
return 'OK'
