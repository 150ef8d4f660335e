using System.Reflection;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Tests.Architecture;

/// <summary>People find, count and alert on what the application logs by its event ids.</summary>
public sealed class LogEventTests
{
    [Fact]
    public void Every_log_event_has_an_id_of_its_own()
    {
        var events = (
            from type in Assembly.Load("FlowFunctions").GetTypes()
            from method in type.GetMethods(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            let logged = method.GetCustomAttribute<LoggerMessageAttribute>()
            where logged is not null
            select (logged.EventId, Name: $"{type.Name}.{method.Name}")).ToList();

        Assert.NotEmpty(events);
        Assert.Empty(events.GroupBy(logged => logged.EventId).Where(same => same.Count() > 1).Select(same => $"{same.Key}: {string.Join(", ", same.Select(one => one.Name))}"));
    }
}
