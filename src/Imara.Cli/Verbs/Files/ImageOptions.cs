using System.CommandLine;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Files;

/// <summary>Options that label an image, or what one is made from, in place of files of this machine.</summary>
internal sealed class ImageOptions
{
    private readonly Option<string> tar = new("--tar")
    {
        Description = "Label the files of a tar archive, standard input without FILE, on its way to --output; nothing is unpacked",
        HelpName = "FILE",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> allowMissingEnd = new("--allow-missing-end")
    {
        Description = "With --tar: take an archive without its two zero blocks, as some tools write them; one that was cut cannot be told from it",
    };

    private readonly Option<string> oci = new("--oci") { Description = "Label the layers of the images in an OCI image layout", HelpName = "DIR" };
    private readonly Option<bool> prune = new("--prune") { Description = "With --oci: remove blobs that were replaced and that nothing names any more" };
    private readonly Option<string> output = new("--output", "-o") { Description = "With --tar and --manifest: where to, instead of standard output", HelpName = "FILE" };

    private readonly Option<string> manifest = new("--manifest")
    {
        Description = "Change nothing, and write for a maker of images which attributes the files below PATH get",
        HelpName = "setfattr|mksquashfs",
    };

    /// <summary>Adds them to a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="changes">The verb changes files.</param>
    public void AddTo(Command verb, bool changes)
    {
        manifest.AcceptOnlyFromAmong("setfattr", "mksquashfs");
        verb.Add(tar);
        verb.Add(allowMissingEnd);
        verb.Add(oci);
        if (changes)
        {
            verb.Add(output);
            verb.Add(prune);
            verb.Add(manifest);
        }
    }

    /// <summary>True if one of them is on the command line.</summary>
    public bool AreGiven(ParseResult line) => line.GetResult(tar) is not null || line.GetResult(oci) is not null || line.GetResult(manifest) is not null;

    /// <summary>Reads them; false, with a reason told, if they do not go together.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="paths">The paths of the command line.</param>
    /// <param name="report">Takes the reason.</param>
    /// <param name="choice">What is to be labelled.</param>
    public bool TryRead(ParseResult line, string[] paths, Report report, out ImageChoice choice)
    {
        var isTar = line.GetResult(tar) is not null;
        choice = new ImageChoice
        {
            Tar = isTar ? line.GetValue(tar) ?? "-" : null,
            AllowsMissingEnd = line.GetValue(allowMissingEnd),
            Oci = line.GetValue(oci),
            Manifest = line.GetValue(manifest),
            Output = line.GetValue(output) ?? "-",
            Prune = line.GetValue(prune),
        };
        var reason = choice switch
        {
            { Tar: not null, Oci: not null } or { Tar: not null, Manifest: not null } or { Oci: not null, Manifest: not null } => "--tar, --oci and --manifest exclude each other",
            { AllowsMissingEnd: true, Tar: null } => "--allow-missing-end goes with --tar",
            { Prune: true, Oci: null } => "--prune goes with --oci",
            { Tar: null, Manifest: null } when line.GetResult(output) is not null => "--output goes with --tar and --manifest",
            { Manifest: null, IsImage: true } when paths.Length > 0 => "an image is labelled as a whole: --include and --exclude choose files, not PATH",
            { Manifest: not null } when paths.Length != 1 => "--manifest needs one PATH, the root of the image",
            _ => null,
        };
        if (reason is not null)
        {
            report.Error(reason);
        }

        return reason is null;
    }
}
