using Tracker.Drills.Checking;
using Tracker.Drills.Histories;

namespace Tracker.Drills.Tests.Checking;

/// <summary>Sessions are numbered from 1, values in the order in which they are in the end.</summary>
public sealed class Session_checker : IDisposable
{
    private const int A = 1;
    private const int B = 2;
    private readonly HandMade _history = new();

    public void Dispose() => _history.Dispose();

    [Fact]
    public void Accepts_a_read_that_shows_the_sessions_own_write()
    {
        Holds(_history.Append(1, A, 11).Read(1, (A, [11])).Final(A, 11, 12).Append(2, A, 12));
    }

    [Fact]
    public void Finds_a_read_that_misses_the_sessions_own_write()
    {
        Breaks(new Violations { ReadYourWrites = 1 }, _history.Append(2, A, 11).Append(1, A, 12).Read(1, (A, [11])).Read(1, (A, [11, 12])).Final(A, 11, 12));
    }

    [Fact]
    public void Asks_no_session_for_the_write_of_another()
    {
        Holds(_history.Append(1, A, 11).Read(2, (A, [])).Final(A, 11));
    }

    [Fact]
    public void Accepts_reads_that_show_more_and_more()
    {
        Holds(_history.Append(1, A, 11).Append(1, A, 12).Read(2, (A, [])).Read(2, (A, [11])).Read(2, (A, [11])).Read(2, (A, [11, 12])).Final(A, 11, 12));
    }

    [Fact]
    public void Finds_a_read_that_shows_less_than_an_earlier_one()
    {
        SessionVerdict verdict = Breaks(
            new Violations { MonotonicReads = 2 },
            _history.Append(1, A, 11).Append(1, A, 12).Read(2, (A, [11, 12])).Read(2, (A, [11])).Read(2, (A, [11])).Read(2, (A, [11, 12])).Final(A, 11, 12));
        Assert.Equal("monotonic reads: operation 2 of session 2 shows less of list 1 than it had read before", verdict.Examples[0]);
    }

    [Fact]
    public void Accepts_that_a_sessions_writes_come_to_be_seen_in_their_order()
    {
        Holds(_history.Append(1, A, 11).Append(1, B, 21).Read(2, (A, [11]), (B, [])).Read(3, (A, [11]), (B, [21])).Final(A, 11).Final(B, 21));
    }

    [Fact]
    public void Finds_a_read_that_shows_a_sessions_later_write_and_not_its_earlier_one()
    {
        Breaks(new Violations { MonotonicWrites = 1 }, _history.Append(1, A, 11).Append(1, B, 21).Read(2, (A, []), (B, [21])).Final(A, 11).Final(B, 21));
    }

    [Fact]
    public void Finds_writes_of_a_session_that_stand_in_a_list_in_the_wrong_order()
    {
        Breaks(new Violations { MonotonicWrites = 1 }, _history.Append(1, A, 12).Append(1, A, 11).Final(A, 11, 12));
    }

    [Fact]
    public void Finds_a_lost_write_under_a_later_one_of_the_same_session()
    {
        SessionVerdict verdict = Breaks(new Violations { MonotonicWrites = 1 }, _history.Append(1, A, 11).Append(1, B, 21).Final(A).Final(B, 21));
        Assert.Equal(1, verdict.Lost);
    }

    [Fact]
    public void Accepts_a_write_that_is_seen_together_with_what_its_session_had_read()
    {
        Holds(_history.Append(1, A, 11).Read(2, (A, [11])).Append(2, B, 21).Read(3, (A, [11]), (B, [21])).Read(4, (A, []), (B, [])).Final(A, 11).Final(B, 21));
    }

    [Fact]
    public void Finds_a_read_that_shows_a_write_and_not_what_its_session_had_read_before()
    {
        Breaks(
            new Violations { WritesFollowReads = 1 },
            _history.Append(1, A, 11).Read(2, (A, [11])).Append(2, B, 21).Read(3, (A, []), (B, [21])).Final(A, 11).Final(B, 21));
    }

    [Fact]
    public void Asks_nothing_of_a_write_for_what_its_session_read_later()
    {
        Holds(_history.Append(2, B, 21).Append(1, A, 11).Read(2, (A, [11])).Read(3, (A, []), (B, [21])).Final(A, 11).Final(B, 21));
    }

    [Fact]
    public void Finds_in_the_end_that_what_a_session_had_read_before_its_write_is_lost()
    {
        // 11 was seen on a server that ran ahead and was lost in a failover; its writer was told of an error.
        Breaks(
            new Violations { WritesFollowReads = 1 },
            _history.Append(1, A, 11, AppendOutcome.Unknown).Read(2, (A, [11])).Append(2, B, 21).Final(A).Final(B, 21));
    }

    [Fact]
    public void Finds_a_read_after_a_failover_that_has_lost_what_the_session_had_read()
    {
        Breaks(
            new Violations { MonotonicReads = 1 },
            _history.Append(1, A, 11, AppendOutcome.Unknown).Read(2, (A, [11])).Append(3, A, 12).Read(2, (A, [12])).Final(A, 12));
    }

    [Fact]
    public void Compares_what_was_lost_later_with_what_was_lost_later()
    {
        Holds(_history.Append(1, A, 11, AppendOutcome.Unknown).Append(1, A, 12, AppendOutcome.Unknown)
            .Read(2, (A, [11])).Read(2, (A, [11, 12])).Final(A));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Leaves_open_whether_a_write_of_unknown_outcome_is_there(bool isThere)
    {
        Holds(_history.Append(1, A, 11, AppendOutcome.Unknown).Append(1, B, 21)
            .Read(1, (A, isThere ? [11] : []), (B, [21])).Read(2, (A, []), (B, [21])).Final(A, isThere ? [11] : []).Final(B, 21));
    }

    [Fact]
    public void Lets_a_write_of_unknown_outcome_come_after_a_later_one()
    {
        Holds(_history.Append(1, A, 12, AppendOutcome.Unknown).Append(1, A, 11).Final(A, 11, 12));
    }

    [Fact]
    public void Takes_a_session_that_starts_anew_for_another_one()
    {
        Holds(_history.Append(1, A, 11).Append(1, A, 12).Read(1, (A, [11, 12])).Refusal(1).Read(2, (A, [11])).Read(2, (A, [11, 12])).Final(A, 11, 12));
    }

    [Fact]
    public void Counts_what_is_lost_and_what_is_there_twice()
    {
        SessionVerdict verdict = _history.Append(1, A, 11).Append(2, A, 12).Append(3, A, 13, AppendOutcome.Unknown).Final(A, 12, 12).Check();
        Assert.Equal((1, 1, 1, 3), (verdict.Lost, verdict.AppliedTwice, verdict.UnknownWrites, verdict.Operations));
    }

    [Fact]
    public void Refuses_a_history_in_which_a_value_comes_from_nowhere()
    {
        _history.Final(A, 11);
        Assert.Contains("nobody appended it", Assert.Throws<InvalidDataException>(_history.Check).Message, StringComparison.Ordinal);
    }

    private static void Holds(HandMade history) => Breaks(new Violations(), history);

    private static SessionVerdict Breaks(Violations expected, HandMade history)
    {
        SessionVerdict verdict = history.Check();
        Assert.Equal(expected, verdict.Violations);
        return verdict;
    }
}
