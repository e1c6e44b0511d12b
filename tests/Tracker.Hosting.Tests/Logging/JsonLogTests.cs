using System.Text.Json;
using Tracker.Hosting.Tests.Sample;

namespace Tracker.Hosting.Tests.Logging;

public sealed class JsonLogTests
{
    [Theory]
    [InlineData("TRACKER_LOG_FORMAT", "json")]
    [InlineData("DOTNET_RUNNING_IN_CONTAINER", "true")]
    public async Task Every_line_is_a_compact_log_event_with_the_name_of_the_service(string name, string value)
    {
        await using SampleProcess service = SampleProcess.Start((name, value));
        await service.WaitForAsync("batch 1 done");
        service.Terminate();
        await service.EndAsync();

        JsonElement[] events = [.. service.JsonLog()];
        Assert.All(events, e => Assert.Equal("sample-service", e.GetProperty("Service").GetString()));
        Assert.All(events, e => Assert.True(e.GetProperty("@t").TryGetDateTime(out _)));
        JsonElement done = events.First(e => e.GetProperty("EventId").GetProperty("Id").GetInt32() == 2);
        Assert.Equal(1, done.GetProperty("Batch").GetInt32());
        Assert.Equal("batch 1 done", done.GetProperty("@m").GetString());
    }

    [Fact]
    public async Task Events_below_the_level_are_not_written()
    {
        await using SampleProcess service = SampleProcess.Start(("TRACKER_LOG_LEVEL", "warning"), ("TRACKER_SAMPLE_FAILS", "true"));
        await service.WaitForAsync("SampleJob failed");
        service.Terminate();
        await service.EndAsync();
        Assert.DoesNotContain(service.Log, line => line.Contains(" INF ", StringComparison.Ordinal));
    }
}
