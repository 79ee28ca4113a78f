-- Looks through one index for the sandboxes that fit.
-- ARGV: index, first rank, how many to look at, how many to answer, text in lower case, status; any where empty
local index, first, look, most = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local wanted, status = ARGV[5], ARGV[6]
local FIELDS = { 'status', 'userId', 'projectId', 'daytonaId', 'step', 'createdAt', 'updatedAt', 'lastHeartbeatAt',
  'aliveBecause', 'endedBecause', 'failureCode' }

local function contains(text) return text and string.find(string.lower(text), wanted, 1, true) ~= nil end

local function fits(id, values)
  if not values[1] or (status ~= '' and values[1] ~= status) then return false end
  return wanted == '' or contains(id) or contains(values[2]) or contains(values[3]) or contains(values[4])
end

local ids = redis.call('ZRANGE', prefix .. index, first, first + look - 1)
local found, looked = {}, 0
for _, id in ipairs(ids) do
  if #found == most then break end
  looked = looked + 1
  local values = redis.call('HMGET', hash(id), unpack(FIELDS))
  if fits(id, values) then
    local entry = { id, redis.call('ZSCORE', prefix .. 'liveness', id) or '', redis.call('ZSCORE', prefix .. 'due', id) or '' }
    -- A hole would end the list.
    for i = 1, #FIELDS do entry[#entry + 1] = values[i] or '' end
    found[#found + 1] = entry
  end
end
return { looked, (looked < #ids or #ids == look) and 1 or 0, found }
