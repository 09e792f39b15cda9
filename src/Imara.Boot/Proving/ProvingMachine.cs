using System.ComponentModel;
using System.Diagnostics;
using Imara.Policy.CommandLine;

namespace Imara.Boot.Proving;

/// <summary>A machine in QEMU that boots a copy of a system, and whose console is read while it does. What it writes is thrown away.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Image">The root file system.</param>
/// <param name="Disk">How it is attached.</param>
/// <param name="Arguments">The kernel arguments.</param>
public sealed record ProvingMachine(KernelFiles Kernel, string Image, ProvingDisk Disk, string Arguments)
{
    /// <summary>The program that emulates it.</summary>
    public const string Program = "qemu-system-x86_64";

    private const int MostConsole = 64 << 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // Virtualisation that is there may still not work, inside another machine above all: it breaks off, or nothing ever comes.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);
    private static readonly string[] Accelerators = ["kvm", "tcg"];

    // Where no login prompt comes to this console, the end state is a target; programs may still be refused behind it.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);

    /// <summary>Boots, and looks until the console has told all that matters or the time is up.</summary>
    /// <param name="console">The file that takes what comes out of the serial port.</param>
    /// <param name="limit">The time.</param>
    /// <param name="modeOf">The mode of appraisal that a kernel command line sets.</param>
    /// <param name="tell">Takes each new stage.</param>
    /// <param name="failure">Why it did not run; null if it did.</param>
    public SeenBoot Run(string console, TimeSpan limit, Func<string, AppraiseBits> modeOf, Action<ReachedStage> tell, out string? failure)
    {
        var seen = ConsoleJudge.Judge([], modeOf);
        failure = null;
        foreach (var accelerator in File.Exists("/dev/kvm") ? Accelerators : Accelerators[1..])
        {
            File.WriteAllBytes(console, []);
            seen = Run(accelerator, console, limit, modeOf, tell, out failure);
            if (seen.Stages.Count > 0)
            {
                break;
            }
        }

        return seen;
    }

    private SeenBoot Run(string accelerator, string console, TimeSpan limit, Func<string, AppraiseBits> modeOf, Action<ReachedStage> tell, out string? failure)
    {
        failure = null;
        var start = new ProcessStartInfo(Program, QemuArguments(accelerator, console)) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            var seen = ConsoleJudge.Judge([], modeOf);
            try
            {
                seen = Watch(process, console, accelerator == Accelerators[0] ? Silence : limit, limit, modeOf, tell);
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill();
                }

                process.WaitForExit();
            }

            if (seen.Stages.Count == 0)
            {
                failure = error.GetAwaiter().GetResult().Trim() is { Length: > 0 } text ? $"{Program}: {text.ReplaceLineEndings("; ")}" : "nothing came out of the console: is this a kernel for this machine?";
            }

            return seen;
        }
        catch (Win32Exception)
        {
            failure = $"{Program} cannot be started: is it installed?";
            return ConsoleJudge.Judge([], modeOf);
        }
    }

    private static SeenBoot Watch(Process process, string console, TimeSpan silence, TimeSpan limit, Func<string, AppraiseBits> modeOf, Action<ReachedStage> tell)
    {
        var clock = Stopwatch.StartNew();
        var told = new HashSet<BootStage>();
        var settled = limit;
        while (true)
        {
            // Asked before reading: what it said before its end is there then.
            var isOver = process.HasExited || clock.Elapsed >= limit;
            var bytes = Read(console);
            var seen = ConsoleJudge.Judge(bytes, modeOf);
            foreach (var stage in seen.Stages.Where(stage => told.Add(stage.Stage)))
            {
                tell(stage);
                settled = stage.Stage == BootStage.Target ? clock.Elapsed + Settling : settled;
            }

            if (isOver || seen.IsDecided || (clock.Elapsed >= settled && seen.Refusals.Count == 0) || (bytes.Length == 0 && clock.Elapsed >= silence))
            {
                return seen;
            }

            Thread.Sleep(Pause);
        }
    }

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[Math.Min(file.Length, MostConsole)];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private IEnumerable<string> QemuArguments(string accelerator, string console)
    {
        IEnumerable<string> machine =
        [
            "-machine", "q35", "-accel", accelerator, "-cpu", "max", "-m", "1024", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
            "-serial", $"file:{Escaped(console)}", "-kernel", Kernel.Image, "-append", Arguments,
        ];
        var initrd = Kernel.Initrd is null ? [] : (string[])["-initrd", Kernel.Initrd];
        var disks = Disk.Devices.SelectMany((device, i) => (string[])
        [
            "-drive", $"file={Escaped(Image)},format=raw,if=none,id=disk{i},snapshot=on,file.locking=off", "-device", $"{device},drive=disk{i}{(device == "ide-hd" ? string.Empty : ",serial=proof")}",
        ]);
        return machine.Concat(initrd).Concat(disks);
    }

    // In values of QEMU's options a comma is written twice.
    private static string Escaped(string path) => path.Replace(",", ",,", StringComparison.Ordinal);
}
