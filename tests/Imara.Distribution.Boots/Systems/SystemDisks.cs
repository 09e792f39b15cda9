using System.Text.Json;
using Imara.Tests.Shared;

namespace Imara.Distribution.Boots.Systems;

/// <summary>The disks of the matrix, each made when it is first booted, and what became of each boot; no cell is booted twice.</summary>
public sealed class SystemDisks : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imara-systems-").FullName;
    private readonly Dictionary<Cell, Outcome> outcomes = [];
    private Outcome? withoutExemption;

    /// <summary>What became of a cell.</summary>
    internal Outcome this[Cell cell]
    {
        get
        {
            if (!outcomes.TryGetValue(cell, out var outcome))
            {
                outcome = SystemLab.Boot(cell.Series, Base(cell), Labelled(cell));
                outcomes.Add(cell, outcome);
            }

            return outcome;
        }
    }

    /// <summary>A cell whose policy exempts the initramfs that loads it.</summary>
    internal static Cell Exempt { get; } = new(Loader.InitramfsTools, Labels.Digests, "6.12");

    /// <summary>What became of that cell with a policy that does not.</summary>
    internal Outcome WithoutExemption
    {
        get
        {
            if (withoutExemption is null)
            {
                var system = Path.Combine(folder, "without-exemption");
                SystemLab.Label(Base(Exempt), Exempt.Labels, Exempt.PolicyPath, system, Policies.AppraisingInitramfs);
                withoutExemption = SystemLab.Boot(Exempt.Series, Base(Exempt), system);
            }

            return withoutExemption;
        }
    }

    /// <summary>What `imara boot prove` says of the disk of a cell, mounted so that nothing can write to it.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="policy">A policy to be tried; null: the one that is there.</param>
    /// <param name="seconds">How long it may take.</param>
    internal (int Exit, JsonElement Answer) Prove(Cell cell, string? policy = null, int seconds = 600)
    {
        var (basis, system) = (Base(cell), Labelled(cell));
        var mount = Directory.CreateDirectory(Path.Combine(folder, "mount")).FullName;
        var tried = Path.Combine(folder, "tried");
        File.WriteAllText(tried, policy);
        Assert.Equal(0, Command.Run("mount", ["-o", "loop,ro", Path.Combine(system, "disk"), mount]).Exit);
        try
        {
            var proved = NativeBinary.Run(
            [
                "boot", "prove", "--root", mount, "--kernel-image", SystemLab.KernelOf(cell.Series), .. SystemLab.InitrdOf(basis), "--cmdline", Path.Combine(system, "cmdline"),
                "--seconds", $"{seconds}", "--format", "json", .. (string[])(policy is null ? [] : [tried]),
            ]);
            Assert.True(proved.Output.StartsWith('{'), proved.Error);
            using var answer = JsonDocument.Parse(proved.Output);
            return (proved.Exit, answer.RootElement.Clone());
        }
        finally
        {
            Assert.Equal(0, Command.Run("umount", [mount]).Exit);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Base(Cell cell)
    {
        var basis = Path.Combine(folder, cell.Loader.ToString());
        if (!Directory.Exists(basis))
        {
            string[] made = cell.Loader switch
            {
                Loader.Unit => ["systemd", NativeBinary.Path, basis, "--require", "--policy", cell.PolicyPath],
                Loader.PidOne => ["systemd", NativeBinary.Path, basis, "--require"],
                Loader.InitramfsTools => ["initramfs-tools", NativeBinary.Path, basis, "--require"],
                _ => ["dracut", NativeBinary.Path, basis, "--require"],
            };
            SystemLab.Run("disk", made);
        }

        return basis;
    }

    private string Labelled(Cell cell)
    {
        var system = Path.Combine(folder, $"{cell.Loader}-{cell.Labels}");
        if (!Directory.Exists(system))
        {
            SystemLab.Label(Base(cell), cell.Labels, cell.PolicyPath, system);
        }

        return system;
    }
}
