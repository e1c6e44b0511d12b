using System.ComponentModel.DataAnnotations;
using TrackerFetcher.Retention;

namespace TrackerFetcher.Tests.Retention;

public sealed class RetentionOptionsTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(30, false)]
    [InlineData(31, true)]
    [InlineData(36_500, true)]
    [InlineData(36_501, false)]
    public void Reports_are_kept_for_ever_or_for_at_least_a_month(int days, bool isValid)
    {
        RetentionOptions options = new() { Keep = TimeSpan.FromDays(days) };
        Assert.Equal(isValid, Validator.TryValidateObject(options, new ValidationContext(options), [], validateAllProperties: true));
    }
}
