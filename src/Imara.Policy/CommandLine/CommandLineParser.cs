using System.Collections.Immutable;
using Imara.Policy.BuiltIn;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Policy.CommandLine;

/// <summary>Reads the IMA parameters of a kernel command line in their order, as the kernel does.</summary>
/// <remarks>docs/reference/policy.md 10, measurement-list.md 4.2, boot.md 5.</remarks>
public sealed class CommandLineParser
{
    private readonly KernelProfile kernel;
    private readonly Func<string, bool> isTemplateFormat;
    private readonly HashSet<BuiltInPolicy> policies = [];
    private HashAlgo? hash;
    private TemplateName? template;
    private bool isCustomTemplate;
    private AppraiseBits appraise;
    private bool evmFix;
    private bool isStopped;

    private CommandLineParser(KernelProfile kernel, Func<string, bool> isTemplateFormat)
    {
        this.kernel = kernel;
        this.isTemplateFormat = isTemplateFormat;
        appraise = kernel.Is(KernelOption.Appraise) ? AppraiseBits.Enforce : AppraiseBits.None;
    }

    /// <summary>Reads a command line.</summary>
    /// <param name="commandLine">The whole line; parameters that are not about IMA are passed over.</param>
    /// <param name="kernel">The kernel that gets it.</param>
    /// <param name="isTemplateFormat">Says whether a text is a format of 1 to 15 known fields, for <c>ima_template_fmt=</c>.</param>
    public static BootParameters Parse(string commandLine, KernelProfile kernel, Func<string, bool> isTemplateFormat)
    {
        // What follows `--` is for init.
        return Take(Words(commandLine).TakeWhile(word => word != "--").Select(ParameterOf), kernel, isTemplateFormat);
    }

    /// <summary>Takes parameters that were read already.</summary>
    /// <param name="parameters">The parameters in their order; those that are not about IMA are passed over.</param>
    /// <param name="kernel">The kernel that gets them.</param>
    /// <param name="isTemplateFormat">As for <see cref="Parse"/>.</param>
    public static BootParameters Take(IEnumerable<CommandLineParameter> parameters, KernelProfile kernel, Func<string, bool> isTemplateFormat)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var parser = new CommandLineParser(kernel, isTemplateFormat);
        foreach (var parameter in parameters)
        {
            parser.Take(parameter);
        }

        return parser.Finish();
    }

    private static CommandLineParameter ParameterOf(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return new CommandLineParameter((equals < 0 ? word : word[..equals]).Replace('-', '_'), equals < 0 ? null : word[(equals + 1)..]);
    }

    private void Take(CommandLineParameter parameter)
    {
        if (parameter.Value is null && parameter.Name is not ("ima_tcb" or "ima_appraise_tcb"))
        {
            return;
        }

        var value = parameter.Value ?? string.Empty;
        switch (parameter.Name)
        {
            case "ima_policy":
                TakePolicies(value);
                break;
            case "ima_tcb":
                TakeTcb(BuiltInPolicy.ImaTcb);
                break;
            case "ima_appraise_tcb":
                policies.Add(BuiltInPolicy.AppraiseTcb);
                break;
            case "ima_appraise" when kernel.Is(KernelOption.Appraise | KernelOption.AppraiseBootparam):
                TakeAppraise(value);
                break;
            case "ima_hash":
                TakeHash(value);
                break;
            case "ima_template":
                TakeTemplate(value);
                break;
            case "ima_template_fmt" when template is null && !isStopped && isTemplateFormat(value):
                template = new TemplateName(string.Empty, value);
                isCustomTemplate = true;
                break;
            case "evm":
                evmFix |= value == "fix";
                break;
            default:
                break;
        }
    }

    private void TakePolicies(string value)
    {
        foreach (var word in value.Split([' ', '|', '\n']))
        {
            switch (word)
            {
                case "tcb":
                    TakeTcb(BuiltInPolicy.Tcb);
                    break;
                case "appraise_tcb":
                    policies.Add(BuiltInPolicy.AppraiseTcb);
                    break;
                case "secure_boot":
                    policies.Add(BuiltInPolicy.SecureBoot);
                    break;
                case "critical_data":
                    policies.Add(BuiltInPolicy.CriticalData);
                    break;
                case "fail_securely":
                    policies.Add(BuiltInPolicy.FailSecurely);
                    break;
                default:
                    break;
            }
        }
    }

    // The first of ima_tcb and ima_policy=tcb wins.
    private void TakeTcb(BuiltInPolicy policy)
    {
        if (!policies.Contains(BuiltInPolicy.Tcb) && !policies.Contains(BuiltInPolicy.ImaTcb))
        {
            policies.Add(policy);
        }
    }

    // The value is compared by its beginning, and the last one wins; from 5.11 on an unknown one too, which means enforce.
    private void TakeAppraise(string value)
    {
        if (kernel.Has(KernelFeature.AppraiseLastWins))
        {
            appraise = AppraiseBits.Enforce;
        }

        foreach (var (word, bits) in (ReadOnlySpan<(string, AppraiseBits)>)
            [("off", AppraiseBits.None), ("log", AppraiseBits.Log), ("fix", AppraiseBits.Fix), ("enforce", AppraiseBits.Enforce)])
        {
            if (value.StartsWith(word, StringComparison.Ordinal))
            {
                appraise = bits;
            }
        }
    }

    private void TakeHash(string value)
    {
        if (hash is not null)
        {
            return;
        }

        if (template?.Name == "ima")
        {
            hash = value switch
            {
                _ when value.StartsWith("sha1", StringComparison.Ordinal) => HashAlgo.Sha1,
                _ when value.StartsWith("md5", StringComparison.Ordinal) => HashAlgo.Md5,
                _ => null,
            };
        }
        else if (HashAlgos.TryParse(value, out var algo) && (algo < HashAlgo.Sha3_256 || kernel.Has(KernelFeature.Sha3)))
        {
            hash = algo;
        }
    }

    private void TakeTemplate(string value)
    {
        if (template is not null || isStopped)
        {
            return;
        }

        // The place that is kept for ima_template_fmt= has no name yet, so no name finds it; nothing can be made of a template without fields.
        if (value.Length == 0)
        {
            isStopped = true;
            return;
        }

        var found = KernelTemplates.Of(kernel, null).FirstOrDefault(t => t.Name == value || t.Format == value);
        if (found?.Name == "ima" && hash is not null and not HashAlgo.Sha1 and not HashAlgo.Md5)
        {
            return;
        }

        template = found;
    }

    private BootParameters Finish()
    {
        var name = template is null ? kernel.DefaultTemplate : isCustomTemplate ? template.Format : template.Name;
        var fallback = name == "ima" && kernel.DefaultHash is not HashAlgo.Sha1 and not HashAlgo.Md5 ? HashAlgo.Sha1 : kernel.DefaultHash;
        var chosen = hash ?? fallback;
        return new BootParameters
        {
            Hash = kernel.BootHashes.Contains(chosen) ? chosen : fallback,
            Template = name,
            IsCustomTemplate = isCustomTemplate,
            Appraise = appraise,
            Policies = [.. policies.Order()],
            FailSecurely = policies.Contains(BuiltInPolicy.FailSecurely),
            EvmFix = evmFix,
            Starts = !isStopped,
        };
    }

    // Blanks separate parameters, except inside double quotes, which are dropped.
    private static IEnumerable<string> Words(string commandLine)
    {
        var word = new System.Text.StringBuilder();
        var quoted = false;
        foreach (var c in commandLine)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && (c is ' ' or '\t' or '\n'))
            {
                yield return word.ToString();
                word.Clear();
            }
            else
            {
                word.Append(c);
            }
        }

        yield return word.ToString();
    }
}
