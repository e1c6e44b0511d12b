using System.Net;
using System.Text.Json;
using EFCore.ReadWriteSplitting.Statistics;
using Tracker.Cli.Running;
using Tracker.Cli.Watching;

namespace Tracker.Cli.Tests.Watching;

public sealed class Asking_workers
{
    private static readonly string Fetcher = JsonSerializer.Serialize(Samples.Statistics, StatisticsJson.Options);

    [Fact]
    public async Task Those_that_do_not_answer_are_said_so()
    {
        IReadOnlyList<WorkerAnswer> answers = await AskAsync(port => port == Samples.Fetcher.Port ? Fetcher : throw new HttpRequestException("Connection refused"));
        Assert.Equal([null, "http://127.0.0.1:9103/statistics does not answer: Connection refused."], answers.Select(answer => answer.Silence));
        Assert.Equal(Samples.Statistics.Routes, answers[0].Statistics!.Routes);
    }

    [Theory]
    [InlineData("<html>", "something else")]
    [InlineData("{}", "something else")]
    [InlineData("null", "something else")]
    [InlineData("", "something else")]
    public async Task Another_program_on_the_port_does_not_pass_for_the_worker(string body, string reason) =>
        Assert.Contains(reason, (await AskAsync(port => port == Samples.Fetcher.Port ? Fetcher : body))[1].Silence, StringComparison.Ordinal);

    [Fact]
    public async Task One_that_is_frozen_is_waited_for_no_longer_than_the_patience() => Assert.Contains(
        "did not answer within 2 s",
        (await AskAsync(port => port == Samples.Fetcher.Port ? Fetcher : throw new TaskCanceledException()))[1].Silence,
        StringComparison.Ordinal);

    [Fact]
    public async Task Nor_does_another_worker() =>
        Assert.Contains("is answered by tracker-fetcher", (await AskAsync(_ => Fetcher))[1].Silence, StringComparison.Ordinal);

    [Fact]
    public async Task That_none_answers_is_a_failure_that_says_how_to_start_them()
    {
        CliException failure = await Assert.ThrowsAsync<CliException>(() => AskAsync(_ => throw new HttpRequestException("Connection refused")));
        Assert.Contains("./tracker up", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<WorkerAnswer>> AskAsync(Func<int, string> answer)
    {
        using Answers answers = new(answer);
        using HttpClient http = new(answers);
        return await new WorkerQuestions(http, worker => new Uri($"http://127.0.0.1:{worker.Port}")).AskAsync([Samples.Fetcher, Samples.Status], CancellationToken.None);
    }

    private sealed class Answers(Func<int, string> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer(request.RequestUri!.Port)) });
    }
}
