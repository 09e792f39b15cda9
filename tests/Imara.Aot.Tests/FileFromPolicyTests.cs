using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>`imara file ... --from-policy`: the files that a policy appraises, and no others.</summary>
public sealed class FileFromPolicyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imara-from-policy-").FullName;

    public FileFromPolicyTests() => Run("""
        mkdir tree; cd tree; for f in program module strong other; do echo $f >$f; chmod 644 $f; done; chmod 755 program; chown 5 module; chown 6 strong; chown 7 other
        printf 'appraise func=BPRM_CHECK fowner=0\nappraise func=FILE_CHECK fowner=5 appraise_type=imasig\nappraise func=FILE_CHECK fowner=6 appraise_algos=sha512\n' >../policy
        """);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Hashing_writes_what_the_rules_take_and_says_what_it_cannot_write()
    {
        var result = Run("$IMARA file hash --kernel 6.12 --from-policy policy --verbose -r tree | sort; exit ${PIPESTATUS[0]}");
        Assert.Equal(2, result.Exit);
        Assert.Contains("tree/module: IMA-signature-required", result.Error, StringComparison.Ordinal);
        Assert.Equal(["skipped   tree/other (not-appraised)", "written   tree/program", "written   tree/strong"], result.Output.Split('\n').Where(line => line.Contains("tree/", StringComparison.Ordinal)));
        var labels = Run("getfattr -n security.ima -e hex tree/* 2>/dev/null | grep -o '0x0[0-9a-f]0[0-9a-f]'").Output;
        Assert.Equal("0x0404\n0x0406\n", labels);
        Assert.Equal(0, Run("$IMARA file verify --kernel 6.12 --from-policy policy tree/program tree/strong").Exit);
    }

    [Fact]
    public void Showing_and_clearing_pass_over_what_is_not_appraised()
    {
        Assert.Equal(0, Run("$IMARA file hash -r tree").Exit);
        Assert.DoesNotContain("tree/other", Run("$IMARA file show --kernel 6.12 --from-policy policy -r tree").Output, StringComparison.Ordinal);
        Assert.Equal(0, Run("$IMARA file clear --kernel 6.12 --from-policy policy -r tree").Exit);
        Assert.Equal("tree/other\n", Run("getfattr -R -n security.ima tree 2>/dev/null | sed -n 's/# file: //p'").Output);
    }

    [Theory]
    [InlineData("hash --kernel 6.12 tree/other", "--kernel goes with --from-policy")]
    [InlineData("clear --subject 0 tree/other", "--subject goes with --from-policy")]
    [InlineData("sign --key key --lsm selinux tree/other", "--lsm goes with --from-policy")]
    [InlineData("sign --key key --fsuuid none tree/other", "--fsuuid goes with --bound and --hmac-key")]
    [InlineData("sign --key key --verity-salt 00 tree/other", "--verity-salt and --verity-block-size go with --verity")]
    [InlineData("sign --key key --verity-block-size 4096 tree/other", "--verity-salt and --verity-block-size go with --verity")]
    [InlineData("sign --key key --digest tree/other", "no PATH")]
    public void An_option_that_would_do_nothing_is_refused(string command, string reason)
    {
        var result = Run($"openssl ecparam -genkey -name prime256v1 -noout -out key; $IMARA file {command} </dev/null");
        Assert.Equal(2, result.Exit);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Equal(string.Empty, Run("getfattr -n security.ima tree/other 2>/dev/null").Output);
    }

    private CommandResult Run(string script) => Command.Run("bash", ["-c", $"IMARA={NativeBinary.Path}; cd {folder}; {script}"]);
}
