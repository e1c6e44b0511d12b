using Tracker.Data.Fences;
using Tracker.Geo.Fences;

namespace Tracker.Data.Tests.Fences;

public sealed class FencePlanTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly CircleShape Small = new(48.2, 16.4, 100);
    private static readonly CircleShape Big = Small with { RadiusMetres = 200 };

    [Theory]
    [InlineData(FenceValidity.Always)]
    [InlineData(FenceValidity.FromNow)]
    public void A_new_fence_is_valid_from_the_time_that_the_import_says(FenceValidity validity)
    {
        FencePlan plan = FencePlan.Of([new FenceDefinition("a", "A", Small)], new Dictionary<string, StoredFence?>(), validity, Now);

        Assert.Equal(new FenceImport(1, 0, 0), plan.Result);
        Assert.Equal(validity == FenceValidity.Always ? FenceVersion.Always.From : Now, Assert.Single(plan.Versions).ValidFrom);
    }

    [Fact]
    public void A_fence_with_its_own_start_is_valid_from_then()
    {
        DateTime from = Now.AddYears(-1);
        FencePlan plan = FencePlan.Of([new FenceDefinition("a", "A", Small, ValidFrom: from)], new Dictionary<string, StoredFence?>(), FenceValidity.Always, Now);

        Assert.Equal(from, Assert.Single(plan.Versions).ValidFrom);
    }

    [Fact]
    public void Another_name_with_the_same_shape_and_margin_adds_no_version()
    {
        FencePlan plan = Against(new FenceDefinition("a", "Another name", Small));

        Assert.Empty(plan.Versions);
        Assert.Equal(new FenceImport(0, 0, 1), plan.Result);
    }

    [Fact]
    public void Another_shape_is_valid_from_now_on_even_where_imports_are_valid_always()
    {
        FencePlan plan = Against(new FenceDefinition("a", "A", Big));

        Assert.Equal(new FenceImport(0, 1, 0), plan.Result);
        Assert.Equal(Now, Assert.Single(plan.Versions).ValidFrom);
    }

    [Fact]
    public void Another_margin_is_a_change()
    {
        Assert.Equal(1, Against(new FenceDefinition("a", "A", Small, MarginMetres: 0)).Result.Changed);
    }

    [Fact]
    public void A_fence_that_has_ended_opens_again()
    {
        Dictionary<string, StoredFence?> ended = new() { ["a"] = null };

        Assert.Equal(1, FencePlan.Of([new FenceDefinition("a", "A", Small)], ended, FenceValidity.Always, Now).Result.Changed);
    }

    [Fact]
    public void Other_terms_or_trackers_are_a_change()
    {
        FenceDefinition fence = new("a", "A", Small);
        Assert.Equal(1, Against(fence with { Terms = new FenceTerms { Dwell = TimeSpan.FromMinutes(5) } }).Result.Changed);
        Assert.Equal(1, Against(fence with { Terms = new FenceTerms { Hours = ActiveHours.Parse("08:00-10:00", "Europe/Vienna") } }).Result.Changed);
        Assert.Equal(1, Against(fence with { Trackers = ["bus-1"] }).Result.Changed);
    }

    private static FencePlan Against(FenceDefinition given)
    {
        Dictionary<string, StoredFence?> stored = new()
        {
            ["a"] = new StoredFence(new FenceDefinition("a", "A", Small), 1, FenceVersion.Always.From, FenceVersion.Always.To),
        };
        return FencePlan.Of([given], stored, FenceValidity.Always, Now);
    }
}
