const prices = [140, 240, 120];

// Broken on purpose: a number is not a string, and the build has to say so.
const total: string = prices.reduce((sum, price) => sum + price, 0);

document.querySelector("#total")!.textContent = total;
