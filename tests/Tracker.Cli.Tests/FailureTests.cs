using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using Npgsql;

namespace Tracker.Cli.Tests;

public sealed class FailureTests
{
    public static TheoryData<Exception, string> Hints => new()
    {
        { new ReplicasUnavailableException("No replica is fresh enough.", "TRACKER_"), "./tracker lag" },
        { new NoNodeException(PoolKind.Read), "./tracker lag" },
        { new DatabaseUnavailableException(ScopeKind.Write, 3, TimeSpan.FromSeconds(30), new TimeoutException("no answer")), "./tracker status" },
        { new WrongServerException("10.0.0.1:5432"), "./tracker status" },
        { new PoolExhaustedException(PoolKind.Write, 10, TimeSpan.FromSeconds(30), [], "TRACKER_"), "./tracker pools" },
        { new CommitNotReplicatedException(default), "./tracker lag" },
        { new InvalidSettingException("POSTGRES_SERVER", "is not set."), ".env.example" },
        { new AggregateException(new ReplicasUnavailableException("No replica is fresh enough.", "TRACKER_")), "./tracker lag" },
    };

    [Theory]
    [MemberData(nameof(Hints))]
    public void An_exception_of_the_library_is_described_with_a_hint_of_the_command_line(Exception failure, string hint)
    {
        string text = Failure.Describe(failure);
        Assert.StartsWith(Message(failure), text, StringComparison.Ordinal);
        Assert.Contains(hint, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hint_is_added_once() =>
        Assert.Equal(
            "A: is not set. See: .env.example", Failure.Describe(new InvalidSettingException("A", "is not set. See: .env.example")));

    [Fact]
    public void An_error_of_the_server_is_described_with_its_code() => Assert.Equal(
        "The database reported an error: division by zero (22012).",
        Failure.Describe(new PostgresException("division by zero", "ERROR", "ERROR", PostgresErrorCodes.DivisionByZero)));

    [Fact]
    public void A_missing_table_is_described_with_the_command_that_creates_it() => Assert.Contains(
        "./tracker migrate",
        Failure.Describe(new PostgresException("relation does not exist", "ERROR", "ERROR", PostgresErrorCodes.UndefinedTable)),
        StringComparison.Ordinal);

    [Fact]
    public void An_unexpected_exception_is_described_with_its_type() =>
        Assert.Equal("InvalidOperationException: broken", Failure.Describe(new InvalidOperationException("broken")));

    private static string Message(Exception failure) =>
        failure is AggregateException { InnerException: { } inner } ? inner.Message : failure.Message;
}
