using EFCore.ReadWriteSplitting.Configuration;
using Tracker.Data.Configuration;

namespace Tracker.Hosting.Tests.Configuration;

public sealed class DotEnvTests
{
    [Theory]
    [InlineData("A=1", "1")]
    [InlineData("A = 1 ", "1")]
    [InlineData("export A=1", "1")]
    [InlineData("A=", "")]
    [InlineData("A=# nothing but a comment", "")]
    [InlineData("A=1 # a comment", "1")]
    [InlineData("A=p#ss=word", "p#ss=word")]
    [InlineData("A=two words", "two words")]
    [InlineData("A=\" padded \"", " padded ")]
    [InlineData("A=\"a # b\" # a comment", "a # b")]
    [InlineData("A=\"a\\nb\\t\\\"c\\\"\\\\\\$\\x\"", "a\nb\t\"c\"\\$\\x")]
    [InlineData("A='a\\n$B \"c\"'", "a\\n$B \"c\"")]
    [InlineData("A=\"one\ntwo\"", "one\ntwo")]
    [InlineData("A=$HOME", "$HOME")]
    [InlineData("A=1\r\nB=2\r\n", "1")]
    [InlineData("\uFEFFA=1", "1")]
    [InlineData("A=1\nA=2", "2")]
    [InlineData("# a comment\n\n  A=1", "1")]
    public void A_line_is_a_setting(string text, string expected) => Assert.Equal(expected, DotEnv.Parse(text)["A"]);

    [Fact]
    public void Lines_after_a_quoted_value_are_read()
    {
        IReadOnlyDictionary<string, string> settings = DotEnv.Parse("A='1'\nB=\"2\"\nexport C=3\n# D=4\nE=5");
        Assert.Equal(["A=1", "B=2", "C=3", "E=5"], settings.Select(s => $"{s.Key}={s.Value}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("A=1\nB", ".env.local, line 2: has no '='. Write NAME=value")]
    [InlineData("A B=1", ".env.local, line 1: 'A B' is not a name. Use letters, digits, '_' and '.', no digit first")]
    [InlineData("1A=1", ".env.local, line 1: '1A' is not a name. Use letters, digits, '_' and '.', no digit first")]
    [InlineData("=1", ".env.local, line 1: '' is not a name. Use letters, digits, '_' and '.', no digit first")]
    [InlineData("A='x\ny'\nB=\"1\nC=2", ".env.local, line 3: the quote \" is not closed. Close it")]
    [InlineData("A=\"1\" 2", ".env.local, line 1: has something after the closing quote. Remove it, or quote it too")]
    public void Malformed_line_is_named(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidSettingException>(() => DotEnv.Parse(text, ".env.local")).Message);
}
