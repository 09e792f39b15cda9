using System.CommandLine;
using Imara.Appraisal.Labelling;
using Imara.Cli.Output;
using Imara.Policy.Kernels;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Cli.Verbs.Files;

/// <summary>`imara file fix`: repairs the labels that the kernel would refuse.</summary>
internal sealed class FileFixVerb : FileVerb
{
    private readonly AppraisalOptions appraisal = new("appraise");
    private readonly VerificationKeys certificates = new();
    private readonly KeyOptions keys = new();

    public FileFixVerb()
        : base(
            "fix",
            "Write the digests that the kernel's fix mode would write, and with --key the signatures that are missing",
            [
                "imara file fix -r /usr/local",
                "imara file fix --dry-run --verbose --cert ima.crt --key ima.key --from-policy /etc/ima/ima-policy -r /",
            ])
    {
        AddPaths();
        certificates.AddTo(this);
        keys.AddTo(this, withCertificate: false);
        appraisal.AddTo(this);
        AddSelection(changes: true);
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        if (!certificates.TryRead(line, report, out var given))
        {
            return ExitCode.CouldNotTell;
        }

        SigningKeyFile? key = null;
        var keyid = 0u;
        if (keys.IsGiven(line) && !keys.TryRead(line, report, out key, out keyid))
        {
            return ExitCode.CouldNotTell;
        }

        using (key)
        {
            if (!appraisal.TryRead(line, report, out var chosen))
            {
                return ExitCode.CouldNotTell;
            }

            given = key is null ? given : given.Or(key.Key.PublicKey);
            var plan = key is null ? null : new SignPlan { Maker = new SignatureMaker(key.Key, keyid) };
            return Act(line, report, () =>
            {
                var appraised = chosen.MakeAppraised();
                return new FixAction(
                    given.Verify(chosen, appraised),
                    appraised,
                    chosen.Setup.Boot.Hash,
                    chosen.Setup.Kernel.Has(KernelFeature.Sigv3ForFiles),
                    plan is null ? null : new RequiredAction(appraised, requirement => RequiredSigning.Of(requirement with { Options = requirement.Options | Policy.Rules.RuleOptions.Digsig }, plan)));
            });
        }
    }
}
