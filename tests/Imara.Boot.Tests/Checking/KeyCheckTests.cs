using Imara.Boot.Checking;

namespace Imara.Boot.Tests.Checking;

/// <summary>Keys must be there when the policy is loaded, and the kernel must be able to use them.</summary>
public sealed class KeyCheckTests : IDisposable
{
    private const string Policy = "appraise func=MODULE_CHECK appraise_type=imasig\n";
    private readonly SmallSystem system = new();

    public void Dispose() => system.Dispose();

    [Fact]
    public void A_kernel_with_a_trusted_keyring_takes_only_what_its_own_keys_signed()
    {
        var certificate = system.Certificate();
        var asked = new PreflightAsked { Kernel = "6.12-lab", Keys = [new PreflightKey("cert", certificate, null, true)] };
        Assert.Equal([(PreflightDiagnostics.TrustUnknown.Id, PreflightVerdict.Unproven)], Found(asked));
        Assert.Empty(Found(asked with { Kernel = "6.12-debian" }));
        Assert.Empty(Found(asked with { Keys = [new PreflightKey("cert", certificate, true, true)] }));
        Assert.Equal([(PreflightDiagnostics.KeyNotTrusted.Id, PreflightVerdict.WillLockOut)], Found(asked with { Trusted = [system.Certificate()] }));
        Assert.Empty(Found(asked with { Trusted = [certificate] }));
    }

    [Fact]
    public void A_key_that_the_kernel_cannot_use_is_told()
    {
        system.Shell("openssl ecparam -name prime256v1 -genkey -noout -out ec 2>/dev/null");
        system.Shell("openssl req -x509 -new -key ec -outform DER -out cert -subj /CN=test -days 10 -addext basicConstraints=CA:FALSE -addext keyUsage=digitalSignature 2>/dev/null");
        Assert.True(Signatures.Keys.X509Key.TryParse(File.ReadAllBytes($"{system.Root}/cert"), out var certificate, out _));
        var asked = new PreflightAsked { Kernel = "6.1-debian", Keys = [new PreflightKey("cert", certificate, null, true)] };
        Assert.Equal([(PreflightDiagnostics.KeyUnfit.Id, PreflightVerdict.Unproven)], Found(asked));
        Assert.Empty(Found(asked with { Kernel = "6.12-debian" }));
    }

    [Fact]
    public void Without_a_rule_or_a_file_that_asks_for_keys_they_are_not_looked_at()
    {
        system.Label();
        var key = new PreflightKey("cert", system.Certificate(), false, false);
        Assert.Empty(system.Check("appraise func=BPRM_CHECK\n", new PreflightAsked { Keys = [key] }).Findings);
        system.Sign("bin/sh");
        Assert.Contains(system.Check("appraise func=BPRM_CHECK\n", new PreflightAsked { Keys = [key] }).Findings, finding => finding.Kind == PreflightDiagnostics.KeyNotLoaded);
    }

    private List<(string Id, PreflightVerdict Means)> Found(PreflightAsked asked) =>
        [.. system.Check(Policy, asked).Findings.Where(finding => finding.Topic == PreflightTopic.Key).Select(finding => (finding.Kind.Id, finding.Means))];
}
