return 'OK'
