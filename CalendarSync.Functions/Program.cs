using CalendarSync.Core;

using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
// At level Information the HTTP clients log addresses, and calendar ids are parts of addresses.
builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
builder.Services.AddCalendarSync(builder.Configuration);
await builder.Build().RunAsync();
