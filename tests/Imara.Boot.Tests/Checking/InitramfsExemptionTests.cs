using Imara.Boot.Checking;

namespace Imara.Boot.Tests.Checking;

public sealed class InitramfsExemptionTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("imara-exempt-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("appraise func=BPRM_CHECK\n", "root=/dev/vda", "`dont_appraise fsmagic=0x858458f6`")]
    [InlineData("appraise func=BPRM_CHECK\n", "quiet", "`dont_appraise fsmagic=0x1021994`")]
    [InlineData("appraise func=BPRM_CHECK\n", null, "`dont_appraise fsmagic=0x858458f6` and `dont_appraise fsmagic=0x1021994`")]
    [InlineData("dont_appraise fsmagic=0x858458f6\nappraise func=BPRM_CHECK\n", "root=/dev/vda", null)]
    [InlineData("measure func=BPRM_CHECK\n", null, null)]
    [InlineData("appraise func=BPRM_CHECK fowner=7777\n", null, null)]
    public void The_lines_that_the_policy_lacks_are_named(string policy, string? commandLine, string? lines)
    {
        Directory.CreateDirectory($"{root}/etc/ima");
        File.WriteAllText($"{root}/etc/ima/ima-policy", policy);
        foreach (var named in (string?[])[null, "/etc/ima/ima-policy"])
        {
            var finding = InitramfsExemption.Missing(root, named, commandLine);
            Assert.Equal(lines is null ? null : $"put {lines} before the first appraise rule", finding?.Help);
            Assert.Equal(lines is null ? null : $"{root}/etc/ima/ima-policy", finding?.Subject);
        }
    }

    [Fact]
    public void The_policy_that_the_hook_is_given_is_the_one_that_counts()
    {
        Directory.CreateDirectory($"{root}/etc/ima");
        Directory.CreateDirectory($"{root}/etc/imara");
        File.WriteAllText($"{root}/etc/ima/ima-policy", "measure func=BPRM_CHECK\n");
        File.WriteAllText($"{root}/etc/imara/policy", "appraise func=BPRM_CHECK\n");
        Assert.Null(InitramfsExemption.Missing(root, null, null));
        Assert.Equal($"{root}/etc/imara/policy", InitramfsExemption.Missing(root, "/etc/imara/policy", null)?.Subject);
    }

    [Fact]
    public void Without_a_policy_there_is_nothing_to_say()
    {
        Assert.Null(InitramfsExemption.Missing(root, null, null));
        Assert.Null(InitramfsExemption.Missing(root, "/etc/imara/policy", null));
    }
}
