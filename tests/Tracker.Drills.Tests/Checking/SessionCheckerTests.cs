using Tracker.Drills.Checking;
using Tracker.Drills.Histories;

namespace Tracker.Drills.Tests.Checking;

/// <summary>Sessions are numbered from 1, values in the order in which they are in the end.</summary>
public sealed class SessionCheckerTests : IDisposable
{
    private const int A = 1;
    private const int B = 2;
    private readonly TestHistory _history = new();

    public void Dispose() => _history.Dispose();

    [Fact]
    public void A_read_that_shows_the_sessions_own_write_is_accepted()
    {
        AssertNoViolation(_history.Append(1, A, 11).Read(1, (A, [11])).Final(A, 11, 12).Append(2, A, 12));
    }

    [Fact]
    public void A_read_that_misses_the_sessions_own_write_is_found()
    {
        AssertViolations(
            new Violations { ReadYourWrites = 1 },
            _history.Append(2, A, 11).Append(1, A, 12).Read(1, (A, [11])).Read(1, (A, [11, 12])).Final(A, 11, 12));
    }

    [Fact]
    public void A_read_may_miss_the_write_of_another_session()
    {
        AssertNoViolation(_history.Append(1, A, 11).Read(2, (A, [])).Final(A, 11));
    }

    [Fact]
    public void Reads_that_show_more_and_more_are_accepted()
    {
        AssertNoViolation(
            _history.Append(1, A, 11).Append(1, A, 12).Read(2, (A, [])).Read(2, (A, [11])).Read(2, (A, [11])).Read(2, (A, [11, 12])).Final(A, 11, 12));
    }

    [Fact]
    public void A_read_that_shows_less_than_an_earlier_one_is_found()
    {
        SessionVerdict verdict = AssertViolations(
            new Violations { MonotonicReads = 2 },
            _history.Append(1, A, 11).Append(1, A, 12).Read(2, (A, [11, 12])).Read(2, (A, [11])).Read(2, (A, [11])).Read(2, (A, [11, 12])).Final(A, 11, 12));
        Assert.Equal("monotonic reads: operation 2 of session 2 shows less of list 1 than it had read before", verdict.Examples[0]);
    }

    [Fact]
    public void Writes_of_a_session_that_appear_in_order_are_accepted()
    {
        AssertNoViolation(
            _history.Append(1, A, 11).Append(1, B, 21).Read(2, (A, [11]), (B, [])).Read(3, (A, [11]), (B, [21])).Final(A, 11).Final(B, 21));
    }

    [Fact]
    public void A_read_that_shows_a_later_write_of_a_session_but_not_an_earlier_one_is_found()
    {
        AssertViolations(
            new Violations { MonotonicWrites = 1 },
            _history.Append(1, A, 11).Append(1, B, 21).Read(2, (A, []), (B, [21])).Final(A, 11).Final(B, 21));
    }

    [Fact]
    public void Writes_of_a_session_in_the_wrong_order_within_a_list_are_found()
    {
        AssertViolations(new Violations { MonotonicWrites = 1 }, _history.Append(1, A, 12).Append(1, A, 11).Final(A, 11, 12));
    }

    [Fact]
    public void A_lost_write_before_a_later_one_of_the_same_session_is_found()
    {
        SessionVerdict verdict = AssertViolations(
            new Violations { MonotonicWrites = 1 }, _history.Append(1, A, 11).Append(1, B, 21).Final(A).Final(B, 21));
        Assert.Equal(1, verdict.Lost);
    }

    [Fact]
    public void A_write_that_appears_together_with_what_its_session_had_read_is_accepted()
    {
        AssertNoViolation(
            _history.Append(1, A, 11).Read(2, (A, [11])).Append(2, B, 21).Read(3, (A, [11]), (B, [21])).Read(4, (A, []), (B, [])).Final(A, 11).Final(B, 21));
    }

    [Fact]
    public void A_read_that_shows_a_write_but_not_what_its_session_had_read_before_is_found()
    {
        AssertViolations(
            new Violations { WritesFollowReads = 1 },
            _history.Append(1, A, 11).Read(2, (A, [11])).Append(2, B, 21).Read(3, (A, []), (B, [21])).Final(A, 11).Final(B, 21));
    }

    [Fact]
    public void A_read_may_miss_what_the_session_of_a_write_read_later()
    {
        AssertNoViolation(
            _history.Append(2, B, 21).Append(1, A, 11).Read(2, (A, [11])).Read(3, (A, []), (B, [21])).Final(A, 11).Final(B, 21));
    }

    [Fact]
    public void Lost_data_that_a_session_had_read_before_its_write_is_found_in_the_final_state()
    {
        // 11 was seen on a server that ran ahead and was lost in a failover; its writer was told of an error.
        AssertViolations(
            new Violations { WritesFollowReads = 1 },
            _history.Append(1, A, 11, AppendOutcome.Unknown).Read(2, (A, [11])).Append(2, B, 21).Final(A).Final(B, 21));
    }

    [Fact]
    public void A_read_after_a_failover_that_lost_what_the_session_had_read_is_found()
    {
        AssertViolations(
            new Violations { MonotonicReads = 1 },
            _history.Append(1, A, 11, AppendOutcome.Unknown).Read(2, (A, [11])).Append(3, A, 12).Read(2, (A, [12])).Final(A, 12));
    }

    [Fact]
    public void Versions_that_were_lost_later_are_compared_with_each_other()
    {
        AssertNoViolation(_history.Append(1, A, 11, AppendOutcome.Unknown).Append(1, A, 12, AppendOutcome.Unknown)
            .Read(2, (A, [11])).Read(2, (A, [11, 12])).Final(A));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_write_of_unknown_outcome_may_be_present_or_absent(bool isThere)
    {
        AssertNoViolation(_history.Append(1, A, 11, AppendOutcome.Unknown).Append(1, B, 21)
            .Read(1, (A, isThere ? [11] : []), (B, [21])).Read(2, (A, []), (B, [21])).Final(A, isThere ? [11] : []).Final(B, 21));
    }

    [Fact]
    public void A_write_of_unknown_outcome_may_be_applied_after_a_later_one()
    {
        AssertNoViolation(_history.Append(1, A, 12, AppendOutcome.Unknown).Append(1, A, 11).Final(A, 11, 12));
    }

    [Fact]
    public void A_session_that_starts_over_is_a_different_session()
    {
        AssertNoViolation(
            _history.Append(1, A, 11).Append(1, A, 12).Read(1, (A, [11, 12])).Refusal(1).Read(2, (A, [11])).Read(2, (A, [11, 12])).Final(A, 11, 12));
    }

    [Fact]
    public void Lost_and_duplicate_values_are_counted()
    {
        SessionVerdict verdict = _history.Append(1, A, 11).Append(2, A, 12).Append(3, A, 13, AppendOutcome.Unknown).Final(A, 12, 12).Check();
        Assert.Equal((1, 1, 1, 3), (verdict.Lost, verdict.AppliedTwice, verdict.UnknownWrites, verdict.Operations));
    }

    [Fact]
    public void A_history_with_a_value_that_nobody_appended_is_rejected()
    {
        _history.Final(A, 11);
        Assert.Contains("nobody appended it", Assert.Throws<InvalidDataException>(_history.Check).Message, StringComparison.Ordinal);
    }

    private static void AssertNoViolation(TestHistory history) => AssertViolations(new Violations(), history);

    private static SessionVerdict AssertViolations(Violations expected, TestHistory history)
    {
        SessionVerdict verdict = history.Check();
        Assert.Equal(expected, verdict.Violations);
        return verdict;
    }
}
