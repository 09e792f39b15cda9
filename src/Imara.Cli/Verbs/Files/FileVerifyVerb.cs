using System.CommandLine;
using Imara.Appraisal.Labelling;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Engine;
using Imara.Signatures;

namespace Imara.Cli.Verbs.Files;

/// <summary>`imara file verify`: would the kernel let files pass?</summary>
internal sealed class FileVerifyVerb : FileVerb
{
    private readonly AppraisalOptions appraisal = new("appraise");
    private readonly VerificationKeys keys = new();

    public FileVerifyVerb()
        : base(
            "verify",
            "Tell whether the kernel would let files pass, and the cause if not",
            [
                "imara file verify --cert /etc/keys/x509_ima.der --rule 'appraise func=BPRM_CHECK appraise_type=imasig' -r /usr/bin",
                "imara file verify --cert ima.pem --evm --from-policy /etc/ima/ima-policy -r /",
            ])
    {
        AddPaths();
        keys.AddTo(this);
        appraisal.AddTo(this);
        AddSelection(changes: false);
    }

    /// <inheritdoc/>
    protected override bool NeedsEach => true;

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        if (!keys.TryRead(line, report, out var given) || !appraisal.TryRead(line, report, out var chosen))
        {
            return ExitCode.CouldNotTell;
        }

        return Act(line, report, () => given.Verify(chosen, chosen.MakeAppraised()));
    }
}
