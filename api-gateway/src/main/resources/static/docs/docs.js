window.SwaggerUIBundle({ url: '/v3/api-docs', dom_id: '#swagger-ui', validatorUrl: null })
