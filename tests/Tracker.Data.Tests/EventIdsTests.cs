using System.Reflection;
using Microsoft.Extensions.Logging;
using Tracker.Data.Model;

namespace Tracker.Data.Tests;

public sealed class EventIdsTests
{
    private static readonly LoggerMessageAttribute[] Events =
    [
        .. typeof(TrackerContext).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>(),
    ];

    [Fact]
    public void Every_log_event_has_an_id_of_its_own_between_2000_and_2999()
    {
        Assert.NotEmpty(Events);
        Assert.All(Events, logged => Assert.InRange(logged.EventId, 2_000, 2_999));
        Assert.Equal(Events.Length, Events.Select(logged => logged.EventId).Distinct().Count());
    }

    [Fact]
    public void No_message_ends_with_a_full_stop() => Assert.All(Events, logged => Assert.False(logged.Message.EndsWith('.'), logged.Message));
}
