using System.CommandLine;
using System.Text.Json;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Diagnostics;
using Imara.Policy.BuiltIn;

namespace Imara.Cli.Verbs.Policies;

/// <summary>`imara policy builtin`: the rules behind the words of `ima_policy=`.</summary>
internal sealed class PolicyBuiltinVerb : Verb
{
    private readonly KernelOptions kernelOptions = new(takesUsual: true);
    private readonly Argument<string?> name = new("NAME")
    {
        Description = "A built-in policy; without it the names are listed",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public PolicyBuiltinVerb()
        : base(
            "builtin",
            "Print the rules of a policy that is built into the kernel",
            ["imara policy builtin", "imara policy builtin tcb --kernel 6.12"],
            OutputFormat.Text, OutputFormat.Json)
    {
        Add(name);
        kernelOptions.AddChoiceTo(this);
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var asked = line.GetValue(name);
        var policies = BuiltInPolicies.Names;
        if (asked is null)
        {
            List("names", [.. policies.Select(known => known.Name)], report);
            return ExitCode.Yes;
        }

        var index = policies.Select(known => known.Name).ToList().IndexOf(asked);
        if (index < 0)
        {
            report.Error($"no built-in policy `{asked}`; there are {string.Join(", ", policies.Select(known => known.Name))}");
            return ExitCode.CouldNotTell;
        }

        var notes = new List<Diagnostic>();
        if (!kernelOptions.TryChooseProfile(line, report, notes, out var kernel))
        {
            return ExitCode.CouldNotTell;
        }

        foreach (var note in notes)
        {
            report.Note($"{note.Descriptor.Id}: {note.Message}");
        }

        var lines = BuiltInPolicies.Lines(policies[index].Policy, kernel);
        if (lines.IsEmpty)
        {
            report.Note($"{asked} has no rules on kernel {kernel.Name}");
        }

        List("lines", lines, report, json =>
        {
            KernelJson.Write(json, kernel);
            json.WriteString("name"u8, asked);
        });
        return ExitCode.Yes;
    }

    private static void List(string member, IReadOnlyList<string> lines, Report report, Action<Utf8JsonWriter>? writeStart = null)
    {
        if (report.Format != OutputFormat.Json)
        {
            foreach (var text in lines)
            {
                report.Line(text);
            }

            return;
        }

        report.Json(json =>
        {
            writeStart?.Invoke(json);
            json.WriteStartArray(member);
            foreach (var text in lines)
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
        });
    }
}
