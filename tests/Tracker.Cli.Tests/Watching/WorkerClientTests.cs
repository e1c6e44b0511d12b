using System.Net;
using System.Text.Json;
using EFCore.ReadWriteSplitting.Statistics;
using Tracker.Cli.Running;
using Tracker.Cli.Watching;

namespace Tracker.Cli.Tests.Watching;

public sealed class WorkerClientTests
{
    private static readonly string Fetcher = JsonSerializer.Serialize(TestStatistics.Statistics, StatisticsJson.Options);

    [Fact]
    public async Task Workers_that_do_not_answer_are_reported()
    {
        IReadOnlyList<WorkerResponse> answers = await ReadAsync(
            port => port == TestStatistics.Fetcher.Port ? Fetcher : throw new HttpRequestException("Connection refused"));
        Assert.Equal(
            [null, "http://127.0.0.1:9103/statistics does not answer: Connection refused."], answers.Select(answer => answer.Silence));
        Assert.Equal(TestStatistics.Statistics.Routes, answers[0].Statistics!.Routes);
    }

    [Theory]
    [InlineData("<html>", "something else")]
    [InlineData("{}", "something else")]
    [InlineData("null", "something else")]
    [InlineData("", "something else")]
    public async Task Another_program_on_the_port_is_not_taken_for_the_worker(string body, string reason) =>
        Assert.Contains(
            reason, (await ReadAsync(port => port == TestStatistics.Fetcher.Port ? Fetcher : body))[1].Silence, StringComparison.Ordinal);

    [Fact]
    public async Task A_request_to_a_frozen_worker_times_out() => Assert.Contains(
        "did not answer within 2 s",
        (await ReadAsync(port => port == TestStatistics.Fetcher.Port ? Fetcher : throw new TaskCanceledException()))[1].Silence,
        StringComparison.Ordinal);

    [Fact]
    public async Task Another_worker_on_the_port_is_not_taken_for_the_worker() =>
        Assert.Contains("is answered by tracker-fetcher", (await ReadAsync(_ => Fetcher))[1].Silence, StringComparison.Ordinal);

    [Fact]
    public async Task If_no_worker_answers_the_error_names_the_command_that_starts_them()
    {
        CliException failure = await Assert.ThrowsAsync<CliException>(
            () => ReadAsync(_ => throw new HttpRequestException("Connection refused")));
        Assert.Contains("./tracker up", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<WorkerResponse>> ReadAsync(Func<int, string> answer)
    {
        using Answers answers = new(answer);
        using HttpClient http = new(answers);
        return await new WorkerClient(http, worker => new Uri($"http://127.0.0.1:{worker.Port}")).ReadAsync(
            [TestStatistics.Fetcher, TestStatistics.Status], CancellationToken.None);
    }

    private sealed class Answers(Func<int, string> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer(request.RequestUri!.Port)) });
    }
}
