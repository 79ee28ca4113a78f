-- Put before every script about sets of dependencies. A set's record is building, ready, or neither; 'snapshots' says whose
-- each snapshot is, 'used' when each ready set was used last, 'bytes' what each takes, and 'condemned' which snapshots are
-- to be removed at Daytona.
local function record(set) return prefix .. 'set:' .. set end
local function of(set, field) return redis.call('HGET', record(set), field) end
local function number_of(set, field) return tonumber(of(set, field) or '0') end

local function forsake(snapshot)
  redis.call('HDEL', prefix .. 'snapshots', snapshot)
  redis.call('SADD', prefix .. 'condemned', snapshot)
end

-- Nobody is given its snapshot any more, whole or not.
local function condemn(set)
  local snapshot = of(set, 'snapshot')
  if snapshot then forsake(snapshot) end
  redis.call('HDEL', record(set), 'state', 'snapshot', 'builtAt', 'until')
  redis.call('ZREM', prefix .. 'used', set)
  redis.call('HDEL', prefix .. 'bytes', set)
end

local function is_ready(set, maxAge) return of(set, 'state') == 'ready' and number_of(set, 'builtAt') + maxAge > now end
local function is_building(set) return of(set, 'state') == 'building' and number_of(set, 'until') > now end
local function is_held_by(set, epoch) return of(set, 'state') == 'building' and of(set, 'epoch') == epoch end
