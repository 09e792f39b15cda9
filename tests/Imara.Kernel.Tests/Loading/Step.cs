using System.Globalization;
using System.Text.Json;

namespace Imara.Kernel.Tests.Loading;

/// <summary>What one command of a script of steps answered in the guest, and what the kernel did meanwhile.</summary>
public sealed class Step(string folder)
{
    /// <summary>The mode of the kernel's policy file while it takes a policy.</summary>
    public const string Writable = "200";

    /// <summary>Stands for the mode of a policy file that is no longer there.</summary>
    public const string Gone = "gone";

    /// <summary>Its exit status.</summary>
    public int Exit => int.Parse(Read("exit"), CultureInfo.InvariantCulture);

    /// <summary>Its standard output.</summary>
    public string Output => Read("output");

    /// <summary>Its standard error.</summary>
    public string Error => Read("error");

    /// <summary>What the kernel logged while it ran.</summary>
    public string Log => Read("log");

    /// <summary>What became of the kernel's policy file.</summary>
    public string PolicyFile => Read("policy-file").Trim();

    /// <summary>Entries of the list afterwards.</summary>
    public int Entries => int.Parse(Read("entries"), CultureInfo.InvariantCulture);

    /// <summary>Its output, one object.</summary>
    public JsonElement Json
    {
        get
        {
            Assert.True(Output.StartsWith('{'), $"exit {Exit}: {Output}{Error}");
            using var json = JsonDocument.Parse(Output);
            return json.RootElement.Clone();
        }
    }

    /// <summary>Holds that the kernel was not even asked: its file is as it was, and it logged nothing about a policy.</summary>
    public void LeftTheKernelAlone()
    {
        Assert.Equal(Writable, PolicyFile);
        Assert.DoesNotContain("policy_update", Log);
        Assert.DoesNotContain("update_policy", Log);
        Assert.DoesNotContain("policy update", Log);
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(folder, name));
}
