-- Put before the scripts about sandboxes that wait in the warm pool.
local function waits(id, content, least)
  return get(id, 'status') == 'running' and is_pooled(id) and get(id, 'content') == content and number(id, 'leaseUntil') <= now
    and number(id, 'createdAt') + number(id, 'pooledFor') - now >= least
end
