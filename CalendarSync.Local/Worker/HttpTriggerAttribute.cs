namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the parameter that takes the request, and says where and for whom the function answers.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : Attribute
{
    public AuthorizationLevel AuthLevel { get; } = authLevel;

    /// <summary>The methods it answers; empty means all.</summary>
    public string[] Methods { get; } = methods;

    /// <summary>The route below the prefix of host.json; null means the function's name.</summary>
    public string? Route { get; set; }
}
