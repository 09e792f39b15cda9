using System.CommandLine;
using Imara.Appraisal.Labelling;
using Imara.Cli.Output;
using Imara.Signatures.Keys;

namespace Imara.Cli.Verbs.Files;

/// <summary>`imara file sign`: writes signatures to security.ima and security.evm, beside files, or of digests.</summary>
internal sealed class FileSignVerb : FileVerb
{
    private readonly KeyOptions keys = new();
    private readonly SigningOptions signing = new();
    private readonly AppraisalOptions appraisal = new(defaultRule: null);
    private readonly Option<bool> digest = new("--digest") { Description = "Sign the digests on standard input, lines as of sha256sum or `ALGO:HEX  NAME`, and write each line with its signature in hex" };
    private readonly Option<bool> detached = new("--detached") { Description = "Write the signature to PATH.sig instead of security.ima" };

    public FileSignVerb()
        : base(
            "sign",
            "Sign files in security.ima, security.evm or beside them",
            [
                "imara file sign --key ima.key --cert ima.crt -r /usr",
                "imara file sign --key ima.key --portable --from-policy /etc/ima/ima-policy -r /",
                "sha256sum * | imara file sign --key ima.key --digest",
            ])
    {
        AddPaths();
        keys.AddTo(this);
        signing.AddTo(this);
        Add(detached);
        Add(digest);
        appraisal.AddTo(this);
        AddSelection(changes: true);
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        SigningKeyFile? key = null;
        var keyid = 0u;
        if (signing.NeedsKey(line) && !keys.TryRead(line, report, out key, out keyid))
        {
            return ExitCode.CouldNotTell;
        }

        using (key)
        {
            if (!signing.TryPlan(line, key?.Key, keyid, appraisal.AreGiven(line), report, out var plan))
            {
                return ExitCode.CouldNotTell;
            }

            if (line.GetValue(digest))
            {
                if (NamesImage(line) || NamesPaths(line) || appraisal.AreGiven(line))
                {
                    report.Error("--digest signs what is on standard input: no PATH, no image, by no policy");
                    return ExitCode.CouldNotTell;
                }

                return DigestSigning.Run(plan, AllowsEmpty(line), report);
            }

            if (line.GetValue(detached))
            {
                return Detach(line, plan, report);
            }

            if (appraisal.AreGiven(line) && (plan.Ima != ImaLabel.Signature || plan.Version1 is not null))
            {
                report.Error("--from-policy decides what security.ima gets: --imahash, --keep-ima, --verity and --signature-version 1 do not go with it");
                return ExitCode.CouldNotTell;
            }

            return ActAsAppraised(line, report, appraisal, requirement => requirement is { } required ? RequiredSigning.Of(required, plan) : new SignAction(plan));
        }
    }

    private ExitCode Detach(ParseResult line, SignPlan plan, Report report)
    {
        if (plan.Evm != EvmLabel.None || appraisal.AreGiven(line))
        {
            report.Error("--detached writes signatures of security.ima only, and asks no policy");
            return ExitCode.CouldNotTell;
        }

        return Act(line, report, () => new SignAction(plan with { Force = true }), detached: true);
    }
}
