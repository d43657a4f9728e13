using CalendarSync.Core;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace CalendarSync.Tests.Configuration;

internal static class HostBuilderExtensions
{
    public static HostApplicationBuilder With(this HostApplicationBuilder builder, IConfiguration configuration)
    {
        builder.Services.AddCalendarSync(configuration);
        return builder;
    }
}
