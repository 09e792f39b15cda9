using System.Collections.Immutable;
using Imara.Policy.BuiltIn;
using Imara.Policy.Kernels;

namespace Imara.Boot.CommandLine;

/// <summary>The words of <c>ima_policy=</c>.</summary>
/// <remarks>docs/reference/policy.md 9 and 10.</remarks>
internal static class PolicyWord
{
    private static readonly (string Name, BuiltInPolicy Policy, string Meaning)[] Table =
    [
        ("tcb", BuiltInPolicy.Tcb, "measures programs, libraries, what root opens for reading, modules and firmware"),
        ("appraise_tcb", BuiltInPolicy.AppraiseTcb, "appraises all files of root"),
        ("secure_boot", BuiltInPolicy.SecureBoot, "asks for signatures of modules, firmware, kexec kernels and policies"),
        ("fail_securely", BuiltInPolicy.FailSecurely, "lets appraisal fail on file systems that cannot be trusted"),
        ("critical_data", BuiltInPolicy.CriticalData, "measures critical data of the kernel"),
    ];

    /// <summary>What separates words.</summary>
    public static readonly char[] Separators = [' ', '|', '\n'];

    /// <summary>The words that <paramref name="kernel"/> knows.</summary>
    public static ImmutableArray<string> NamesFor(KernelProfile kernel) =>
        [.. Table.Where(row => row.Policy != BuiltInPolicy.CriticalData || kernel.Has(KernelFeature.CriticalData)).Select(row => row.Name)];

    /// <summary>The policy of a word that <paramref name="kernel"/> knows.</summary>
    public static bool TryFind(string word, KernelProfile kernel, out BuiltInPolicy policy, out string meaning)
    {
        var row = Array.Find(Table, row => row.Name == word);
        (policy, meaning) = (row.Policy, row.Meaning ?? string.Empty);
        return row.Name is not null && NamesFor(kernel).Contains(word);
    }

    /// <summary>True for policies that appraise.</summary>
    public static bool Appraises(BuiltInPolicy policy) => policy is BuiltInPolicy.AppraiseTcb or BuiltInPolicy.SecureBoot;
}
