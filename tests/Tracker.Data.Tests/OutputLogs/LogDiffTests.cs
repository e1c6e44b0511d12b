using FsCheck;
using FsCheck.Fluent;
using Tracker.Data.OutputLogs;

namespace Tracker.Data.Tests.OutputLogs;

public sealed class LogDiffTests
{
    [Fact]
    public void Equal_entries_are_kept_and_the_rest_is_superseded_or_added_in_order()
    {
        LogChange<(int Id, string Content), string> change = LogDiff.Between(
            [(1, "a"), (2, "b"), (3, "c"), (4, "d")], ["x", "c", "a", "y"], entry => entry.Item2, content => content);
        Assert.Equal([(2, "b"), (4, "d")], change.Superseded);
        Assert.Equal(["x", "y"], change.Added);
    }

    [Fact]
    public void The_later_of_two_equal_entries_is_superseded_if_only_one_is_computed()
    {
        LogChange<(int Id, string Content), string> change = LogDiff.Between([(1, "a"), (2, "a")], ["a"], entry => entry.Item2, content => content);
        Assert.Equal([(2, "a")], change.Superseded);
        Assert.Empty(change.Added);
    }

    [Fact]
    public void A_given_equality_compares_the_contents()
    {
        Assert.False(LogDiff.Between(["a"], ["A"], one => one, one => one).IsEmpty);
        Assert.True(LogDiff.Between(["a"], ["A"], one => one, one => one, StringComparer.OrdinalIgnoreCase).IsEmpty);
    }

    [Fact]
    public void Kept_and_added_entries_are_the_computed_ones_and_none_is_written_twice() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(Gen.Zip(Gen.ArrayOf(Gen.Choose(0, 5)), Gen.ArrayOf(Gen.Choose(0, 5))).ToArbitrary(), given =>
        {
            LogChange<int, int> change = LogDiff.Between(given.Item1, given.Item2, one => one, one => one);
            List<int> after = [.. given.Item1];
            change.Superseded.ToList().ForEach(entry => after.Remove(entry));
            after.AddRange(change.Added);
            Assert.Equal(given.Item2.Order(), after.Order());
            Assert.Empty(change.Superseded.Intersect(change.Added));
            Assert.True(LogDiff.Between(after, given.Item2, one => one, one => one).IsEmpty);
        }));
}
