using System.Text;
using Imara.Boot.InForce;
using Imara.Linux.Files;
using Imara.Policy.Checking;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Boot.Ladder;

/// <summary>Reads what the files of a running system tell about its boot.</summary>
public sealed class LadderMachine
{
    private const string SecureBoot = "sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";

    private readonly string root;

    private LadderMachine(string root, string bootId, string release, string commandLine)
    {
        this.root = root;
        BootId = bootId;
        Release = release;
        CommandLine = commandLine;
    }

    /// <summary>The boot that runs.</summary>
    public string BootId { get; }

    /// <summary>The kernel that runs, as uname(2) names it.</summary>
    public string Release { get; }

    /// <summary>Its command line.</summary>
    public string CommandLine { get; }

    /// <summary>True if Secure Boot is on.</summary>
    public bool IsSecureBoot => Read(SecureBoot) is [_, _, _, _, 1];

    /// <summary>True if this boot was marked good.</summary>
    public bool IsGood => Text(StepDown.GoodPath) == BootId;

    /// <summary>The boots that were begun and not marked good.</summary>
    public int Tries => StepDown.TriesOf(Read(StepDown.TriesPath));

    /// <summary>Reads a system that runs.</summary>
    /// <param name="root">Its root, with <c>proc</c> and <c>sys</c>.</param>
    /// <param name="machine">What was read.</param>
    /// <returns>The file that is missing; null if none is.</returns>
    public static string? TryRead(string root, out LadderMachine? machine)
    {
        machine = null;
        foreach (var path in (ReadOnlySpan<string>)["proc/sys/kernel/random/boot_id", "proc/sys/kernel/osrelease", "proc/cmdline"])
        {
            if (!File.Exists(Path.Combine(root, path)))
            {
                return Path.Combine(root, path);
            }
        }

        machine = new LadderMachine(root, TextOf(root, "proc/sys/kernel/random/boot_id"), TextOf(root, "proc/sys/kernel/osrelease"), TextOf(root, "proc/cmdline"));
        return null;
    }

    /// <summary>The mode of appraisal that the command line sets.</summary>
    public AppraiseBits ModeOn(KernelProfile kernel) => CommandLineParser.Parse(CommandLine, kernel, _ => false).Appraise;

    /// <summary>True if this policy was loaded in this boot and is in force, as far as that was seen.</summary>
    /// <param name="policy">The policy, checked.</param>
    /// <param name="context">The kernel and its security module.</param>
    public bool HasLoaded(PolicyCheck policy, RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return InForceReader.Read(root) is { } facts
            && InForceJudge.Of(facts, policy, context, InForceReader.ChangedAt(Path.GetFullPath(policy.Sources[0].Name))).Answer == InForceAnswer.This;
    }

    private string Text(string below) => Encoding.ASCII.GetString(Read(below)).Trim();

    private byte[] Read(string below) => BytesOf(root, below);

    private static string TextOf(string root, string below) => Encoding.UTF8.GetString(BytesOf(root, below)).Trim();

    // What is missing or cannot be read is empty: no boot is marked good by it, and nothing is on.
    private static byte[] BytesOf(string root, string below)
    {
        _ = WholeFile.Read(Path.Combine(root, below), out var content);
        return content;
    }
}
