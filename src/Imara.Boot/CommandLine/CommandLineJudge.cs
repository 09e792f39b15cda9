using System.Collections.Immutable;
using Imara.Policy.BuiltIn;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;

namespace Imara.Boot.CommandLine;

/// <summary>Says of each parameter of a kernel command line what becomes of it.</summary>
/// <remarks>docs/reference/boot.md 5, policy.md 10, measurement-list.md 4.2.</remarks>
public sealed class CommandLineJudge
{
    private readonly KernelProfile kernel;
    private readonly ImmutableArray<CommandLineWord> words;
    private readonly TakenParameters taken = new();
    private readonly PolicyParameterJudge policies;
    private readonly AppraiseParameterJudge appraisal;
    private readonly ListParameterJudge lists;
    private readonly List<ReportedParameter> parameters = [];

    private CommandLineJudge(ReadOnlySpan<byte> line, KernelProfile kernel, SecureBootState secureBoot, Func<string, bool> isTemplateFormat)
    {
        this.kernel = kernel;
        words = CommandLineWords.Split(line);
        policies = new PolicyParameterJudge(kernel, taken);
        appraisal = new AppraiseParameterJudge(kernel, secureBoot, words, taken);
        lists = new ListParameterJudge(kernel, isTemplateFormat, taken);
    }

    /// <summary>Judges a command line.</summary>
    /// <param name="line">The line, as the kernel gets it.</param>
    /// <param name="kernel">The kernel that gets it.</param>
    /// <param name="secureBoot">Whether Secure Boot is on.</param>
    /// <param name="isTemplateFormat">Says whether a text is a format of 1 to 15 known fields, for <c>ima_template_fmt=</c>.</param>
    public static CommandLineReport Judge(ReadOnlySpan<byte> line, KernelProfile kernel, SecureBootState secureBoot, Func<string, bool> isTemplateFormat)
    {
        var judge = new CommandLineJudge(line, kernel, secureBoot, isTemplateFormat);
        for (var i = 0; i < judge.words.Length; i++)
        {
            judge.Take(i);
        }

        // What parameters do is said of those alone that do something here.
        var boot = CommandLineParser.Take(judge.taken.All, kernel, isTemplateFormat);
        judge.FindConflicts(boot);
        return new CommandLineReport([.. judge.parameters], ParameterDefaults.Of(judge.words, kernel), boot);
    }

    private void Take(int index)
    {
        var word = words[index];
        var known = KnownParameters.Find(word);
        if (known is null)
        {
            TakeUnknown(word);
        }
        else if (word.IsForInit)
        {
            parameters.Add(new ReportedParameter(word, ParameterState.Init, known.Meaning, "it stands behind --, so the kernel hands it to init"));
        }
        else
        {
            parameters.Add(known.IsIn(kernel.Version) ? Judge(known, word, index) : Missing(known, word));
        }
    }

    private void TakeUnknown(CommandLineWord word)
    {
        var name = TakenParameters.TextOf(word.Name);
        var nearest = KnownParameters.Nearest(name);
        if (!word.IsForInit && (nearest is not null || KnownParameters.IsClaimed(name)))
        {
            parameters.Add(new ReportedParameter(
                word, ParameterState.Unknown, "means nothing to IMA and EVM", "no parameter of the kernel is called so; it is passed to init",
                nearest is null ? null : word.Value is { } value ? $"{nearest}={value}" : nearest));
        }
    }

    private ReportedParameter Missing(KnownParameter known, CommandLineWord word)
    {
        if (known.Name == "ima_audit")
        {
            return new ReportedParameter(word, ParameterState.Unknown, known.Meaning, "it was renamed in 3.11; it is passed to init", $"integrity_audit={word.Value}");
        }

        var reason = known.Since is { } since && kernel.Version < since
            ? $"kernels before {since} do not know it; it is passed to init"
            : $"it is gone since {known.Until}; it is passed to init";
        return new ReportedParameter(word, ParameterState.Unknown, known.Meaning, reason, known.Name == "ima" ? SwitchJudge.TodaysWay(word) : null);
    }

    private ReportedParameter Judge(KnownParameter known, CommandLineWord word, int index)
    {
        var value = word.Value is { } bytes ? TakenParameters.TextOf(bytes) : null;
        if (value is null && known.NeedsValue)
        {
            return new ReportedParameter(word, ParameterState.Unknown, known.Meaning, "without a value it is none: the kernel takes it with = only");
        }

        var judged = known.Name switch
        {
            "ima_policy" => policies.JudgeWords(word, value ?? string.Empty),
            "ima_tcb" => policies.JudgeFlag(known, word, BuiltInPolicy.ImaTcb),
            "ima_appraise_tcb" => policies.JudgeFlag(known, word, BuiltInPolicy.AppraiseTcb),
            "ima_appraise" => appraisal.JudgeMode(known, word, index, value ?? string.Empty),
            "evm" => appraisal.JudgeEvm(known, word, value),
            "ima_hash" => lists.JudgeHash(known, word, value ?? string.Empty),
            "ima_template" => lists.JudgeTemplate(known, word, value ?? string.Empty),
            "ima_template_fmt" => lists.JudgeFormat(known, word, value ?? string.Empty),
            _ => SwitchJudge.Judge(known, word, index, words, kernel),
        };
        var lacking = kernel.Is(KernelOption.Appraise) ? "CONFIG_IMA_APPRAISE_BOOTPARAM" : "CONFIG_IMA_APPRAISE";
        return kernel.Is(known.Needs) ? judged : judged with { State = ParameterState.Ignored, Reason = $"the kernel is built without {lacking}", Suggestion = null };
    }

    // Rules that appraise are dead weight where appraisal is off.
    private void FindConflicts(BootParameters boot)
    {
        var names = boot.Policies.Where(PolicyWord.Appraises).Select(policy => policy == BuiltInPolicy.AppraiseTcb ? "appraise_tcb" : "secure_boot").ToList();
        if (boot.Appraise != AppraiseBits.None || names.Count == 0)
        {
            return;
        }

        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i] is { State: ParameterState.Effective } parameter && parameter.Word.Is("ima_appraise"))
            {
                parameters[i] = parameter with { State = ParameterState.Conflicting, Reason = $"the rules of {string.Join(" and ", names)} have no effect with it" };
            }
        }
    }
}
