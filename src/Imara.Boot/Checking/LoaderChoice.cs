using System.Collections.Immutable;

namespace Imara.Boot.Checking;

/// <summary>Who loads one policy, and what is loaded before it. Pure.</summary>
/// <param name="By">Who loads it; null: nothing tells.</param>
/// <param name="Why">What tells, or why nothing does; empty where the user said it.</param>
/// <param name="Rival">What loads another policy before; null: nothing does.</param>
/// <remarks>docs/reference/boot.md 1 to 3: on most kernels the first load of a boot is the only one.</remarks>
public sealed record LoaderChoice(LoadedBy? By, string Why, PolicyLoadAtBoot? Rival)
{
    /// <summary>Decides.</summary>
    /// <param name="policy">The policy file on this machine, without symbolic links.</param>
    /// <param name="loads">What loads policies in that system, in the order of a boot.</param>
    /// <param name="asked">Who loads it, as the user says; null: he does not say.</param>
    public static LoaderChoice Of(string policy, ImmutableArray<PolicyLoadAtBoot> loads, LoadedBy? asked)
    {
        if (asked is { } said)
        {
            // What is not installed yet runs in its place of the order.
            return new LoaderChoice(said, string.Empty, loads.FirstOrDefault(load => load.Policy is not null && load.Policy != policy && load.By < said));
        }

        var index = loads.ToList().FindIndex(load => load.Policy == policy);
        if (index >= 0)
        {
            var rival = loads[..index].FirstOrDefault(load => load.Policy is not null && load.Policy != policy);
            return new LoaderChoice(loads[index].By, $"{loads[index].Origin} loads it", rival);
        }

        return loads switch
        {
            [] => new LoaderChoice(null, "nothing that is installed in this system loads it", null),
            [var one] => new LoaderChoice(one.By, $"{one.Origin} is what loads a policy in this system", null),
            _ => new LoaderChoice(null, $"{string.Join(" and ", loads.Select(load => load.Origin))} load policies in this system, and none of them this one", null),
        };
    }
}
