using Tracker.Hosting.Tests.Sample;

namespace Tracker.Hosting.Tests.Jobs;

public sealed class JobStopTests
{
    [Fact]
    public async Task Running_batch_is_finished_when_the_service_stops_and_no_other_begins()
    {
        await using SampleProcess service = SampleProcess.Start(("TRACKER_SAMPLE_BATCH", "00:00:02"), ("TRACKER_SAMPLE_BATCHES", "1000"));
        await service.WaitForAsync("batch 1 begun");
        service.Terminate();
        (int code, _) = await service.EndAsync();

        Assert.Equal(0, code);
        Assert.Single(service.Log, line => line.EndsWith("batch 1 done", StringComparison.Ordinal));
        Assert.DoesNotContain(service.Log, line => line.EndsWith("batch 2 begun", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Batch_that_takes_too_long_for_the_stop_is_cancelled()
    {
        await using SampleProcess service = SampleProcess.Start(("TRACKER_SAMPLE_BATCH", "01:00:00"), ("TRACKER_JOB_STOP_LIMIT", "00:00:04"));
        await service.WaitForAsync("batch 1 begun");
        service.Terminate();
        (int code, _) = await service.EndAsync();

        Assert.Equal(0, code);
        Assert.Single(service.Log, line => line.Contains("SampleJob was cancelled during a batch", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Failed_job_logs_why_once_and_runs_again()
    {
        await using SampleProcess service = SampleProcess.Start(("TRACKER_SAMPLE_FAILS", "true"));
        for (int run = 0; run < 20; run++) await service.WaitForAsync("the sample runs");
        service.Terminate();
        Assert.Equal(0, (await service.EndAsync()).Code);
        Assert.Single(service.Log, line => line.Contains(
            "SampleJob failed and will run again at its next time: the sample fails, as it was told to", StringComparison.Ordinal));
        Assert.Single(service.Log, line => line.StartsWith("   at ", StringComparison.Ordinal) && line.Contains("SampleJob.Execute", StringComparison.Ordinal));
    }
}
