using System.Collections.Frozen;
using System.CommandLine;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;
using Imara.Traces.Replaying;
using Imara.Traces;

namespace Imara.Cli.Kernels;

/// <summary>What a load depends on besides the kernel, and what scenarios say of it themselves.</summary>
internal sealed partial class KernelOptions
{
    /// <summary>What takes the place of something that scenarios say.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="report">Takes the reason if an option cannot mean anything for a scenario.</param>
    /// <param name="notes">Takes what was assumed.</param>
    /// <param name="options">The choice.</param>
    public bool TryChooseReplay(ParseResult line, Report report, List<Diagnostic> notes, out ReplayOptions options)
    {
        options = new ReplayOptions();
        if (line.GetValue(active) == "custom")
        {
            report.Error("--active custom: a scenario begins when its kernel boots, before any load");
            return false;
        }

        if (line.GetValue(load) is { } method and not "lines")
        {
            report.Error($"--load {method}: the operations of a scenario say how a policy is fed");
            return false;
        }

        if (IsChosen(line))
        {
            if (!TryChooseProfile(line, report, notes, out var kernel))
            {
                return false;
            }

            options = options with { Kernel = kernel };
        }

        if (line.GetValue(hashes) is { } names)
        {
            if (!TryReadHashes(names, report, out var usable))
            {
                return false;
            }

            options = options with { UsableHashes = usable };
        }

        if (line.GetValue(lsm) is not { } module)
        {
            if (line.GetValue(labels) is not null)
            {
                report.Error("--lsm-labels goes with --lsm selinux or --lsm apparmor");
                return false;
            }

            return true;
        }

        if (!TryTakeLsm(line, isRunning: false, report, notes, out var context))
        {
            return false;
        }

        report.Note($"--lsm {module} takes the place of the security module that each scenario names");
        options = options with { Lsm = context };
        return true;
    }

    private static bool TryTakeHashes(string? names, Report report, ref KernelProfile kernel)
    {
        if (names is null)
        {
            return true;
        }

        var isGood = TryReadHashes(names, report, out var set);
        kernel = kernel with { UsableHashes = set };
        return isGood;
    }

    private static bool TryReadHashes(string names, Report report, out HashAlgoSet set)
    {
        set = default;
        foreach (var name in names.Split(','))
        {
            if (!HashAlgos.TryParse(name, out var algo))
            {
                report.Error($"--hash-algos: no hash algorithm is called `{name}`");
                return false;
            }

            set = set.With(algo);
        }

        return true;
    }

    private bool TryTakeLsm(ParseResult line, bool isRunning, Report report, List<Diagnostic> notes, out LsmContext context)
    {
        context = LsmContext.None;
        var isGiven = LsmFiles.TryParse(line.GetValue(lsm) ?? string.Empty, out var kind);
        if (!isGiven && isRunning)
        {
            kind = RunningKernel.ReadLsm(report, notes);
        }

        var path = line.GetValue(labels);
        if (path is null)
        {
            context = new LsmContext(kind);
            return true;
        }

        if (!LsmFiles.NeedsLabels(kind))
        {
            report.Error("--lsm-labels goes with --lsm selinux or --lsm apparmor");
            return false;
        }

        if (!InputFile.TryRead(path, InputFile.UsualCap, report, out var text))
        {
            return false;
        }

        if (!LsmFiles.TryReadLabels(text.Span, out FrozenSet<(LsmKey, ByteString)> set, out var error))
        {
            report.Error($"{InputFile.NameOf(path)}: {error}");
            return false;
        }

        context = new LsmContext(kind, set);
        return true;
    }
}
