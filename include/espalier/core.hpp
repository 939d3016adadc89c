// SPDX-License-Identifier: MIT
// Copyright (c) 2026 the espalier authors
#pragma once

/// The embedded face: everything without xtensor, xsimd, iostream, heap, exceptions or RTTI.
// g++ compares the locals of a lambda in a template with the globals of the program that
// instantiates it; a user's `x` is no fault of either side.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"

#include <espalier/core/config.hpp>
#include <espalier/core/constant.hpp>
#include <espalier/core/constant_math.hpp>
#include <espalier/core/error.hpp>
#include <espalier/core/keyword.hpp>
#include <espalier/core/leaf.hpp>
#include <espalier/core/math.hpp>
#include <espalier/core/name.hpp>
#include <espalier/core/op.hpp>
#include <espalier/core/program.hpp>
#include <espalier/core/random.hpp>
#include <espalier/core/selector.hpp>
#include <espalier/core/shape.hpp>
#include <espalier/core/tensor.hpp>
#include <espalier/core/ticket.hpp>
#include <espalier/core/type_list.hpp>

#include <espalier/kernel/contraction.hpp>
#include <espalier/kernel/loop.hpp>
#include <espalier/kernel/pack.hpp>
#include <espalier/kernel/reduction.hpp>
#if ESPALIER_SIMD
#include <espalier/kernel/tile.hpp>
#include <espalier/kernel/vec.hpp>
#endif

#include <espalier/op/abs.hpp>
#include <espalier/op/acos.hpp>
#include <espalier/op/add.hpp>
#include <espalier/op/argmax.hpp>
#include <espalier/op/asin.hpp>
#include <espalier/op/atan.hpp>
#include <espalier/op/atan2.hpp>
#include <espalier/op/broadcast_to.hpp>
#include <espalier/op/checkpoint.hpp>
#include <espalier/op/clamp.hpp>
#include <espalier/op/compare.hpp>
#include <espalier/op/concat.hpp>
#include <espalier/op/contraction.hpp>
#include <espalier/op/cos.hpp>
#include <espalier/op/cosh.hpp>
#include <espalier/op/cumsum.hpp>
#include <espalier/op/divide.hpp>
#include <espalier/op/dot.hpp>
#include <espalier/op/elu.hpp>
#include <espalier/op/erf.hpp>
#include <espalier/op/exp.hpp>
#include <espalier/op/expm1.hpp>
#include <espalier/op/flatten.hpp>
#include <espalier/op/flip.hpp>
#include <espalier/op/floor.hpp>
#include <espalier/op/gather.hpp>
#include <espalier/op/gelu.hpp>
#include <espalier/op/hard_swish.hpp>
#include <espalier/op/hard_tanh.hpp>
#include <espalier/op/leaky_relu.hpp>
#include <espalier/op/log.hpp>
#include <espalier/op/log1p.hpp>
#include <espalier/op/log_sigmoid.hpp>
#include <espalier/op/log_softmax.hpp>
#include <espalier/op/logsumexp.hpp>
#include <espalier/op/matmul.hpp>
#include <espalier/op/max.hpp>
#include <espalier/op/maximum.hpp>
#include <espalier/op/mean.hpp>
#include <espalier/op/min.hpp>
#include <espalier/op/minimum.hpp>
#include <espalier/op/multiply.hpp>
#include <espalier/op/negate.hpp>
#include <espalier/op/norm.hpp>
#include <espalier/op/number_operand.hpp>
#include <espalier/op/outer.hpp>
#include <espalier/op/pad.hpp>
#include <espalier/op/pow.hpp>
#include <espalier/op/prod.hpp>
#include <espalier/op/reciprocal.hpp>
#include <espalier/op/reduce.hpp>
#include <espalier/op/relu.hpp>
#include <espalier/op/reshape.hpp>
#include <espalier/op/round.hpp>
#include <espalier/op/rsqrt.hpp>
#include <espalier/op/sigmoid.hpp>
#include <espalier/op/sign.hpp>
#include <espalier/op/silu.hpp>
#include <espalier/op/sin.hpp>
#include <espalier/op/sinh.hpp>
#include <espalier/op/slice.hpp>
#include <espalier/op/softmax.hpp>
#include <espalier/op/softplus.hpp>
#include <espalier/op/split.hpp>
#include <espalier/op/sqrt.hpp>
#include <espalier/op/square.hpp>
#include <espalier/op/squeeze.hpp>
#include <espalier/op/stack.hpp>
#include <espalier/op/stop_gradient.hpp>
#include <espalier/op/strided.hpp>
#include <espalier/op/subtract.hpp>
#include <espalier/op/sum.hpp>
#include <espalier/op/sum_to.hpp>
#include <espalier/op/take.hpp>
#include <espalier/op/tan.hpp>
#include <espalier/op/tanh.hpp>
#include <espalier/op/trace.hpp>
#include <espalier/op/transpose.hpp>
#include <espalier/op/unsqueeze.hpp>
#include <espalier/op/where.hpp>

#include <espalier/nn/binary_cross_entropy_with_logits.hpp>
#include <espalier/nn/cross_entropy.hpp>
#include <espalier/nn/hinge.hpp>
#include <espalier/nn/huber.hpp>
#include <espalier/nn/kl_divergence.hpp>
#include <espalier/nn/layer.hpp>
#include <espalier/nn/linear.hpp>
#include <espalier/nn/mae.hpp>
#include <espalier/nn/mse.hpp>
#include <espalier/nn/nll.hpp>
#include <espalier/nn/reduction.hpp>
#include <espalier/nn/sequential.hpp>

#include <espalier/plan/activity.hpp>
#include <espalier/plan/batch.hpp>
#include <espalier/plan/differentiate.hpp>
#include <espalier/plan/expand.hpp>
#include <espalier/plan/fuse.hpp>
#include <espalier/plan/graph.hpp>
#include <espalier/plan/layout.hpp>
#include <espalier/plan/memory.hpp>
#include <espalier/plan/plan.hpp>
#include <espalier/plan/prune.hpp>
#include <espalier/plan/report.hpp>
#include <espalier/plan/schedule.hpp>
#include <espalier/plan/storage.hpp>
#include <espalier/plan/text.hpp>
#include <espalier/plan/update.hpp>

#include <espalier/eval/bind.hpp>
#include <espalier/eval/call.hpp>
#include <espalier/eval/check_gradient.hpp>
#include <espalier/eval/evaluate.hpp>
#include <espalier/eval/grad.hpp>
#include <espalier/eval/gradient.hpp>
#include <espalier/eval/hessian.hpp>
#include <espalier/eval/hvp.hpp>
#include <espalier/eval/initialize.hpp>
#include <espalier/eval/jacobian.hpp>
#include <espalier/eval/jvp.hpp>
#include <espalier/eval/leaves.hpp>
#include <espalier/eval/machine.hpp>
#include <espalier/eval/summary.hpp>
#include <espalier/eval/plan.hpp>
#include <espalier/eval/tangent.hpp>
#include <espalier/eval/tiles.hpp>
#include <espalier/eval/variables.hpp>
#include <espalier/eval/vmap.hpp>
#include <espalier/eval/wrt.hpp>

#include <espalier/optim/adadelta.hpp>
#include <espalier/optim/adagrad.hpp>
#include <espalier/optim/adam.hpp>
#include <espalier/optim/adamw.hpp>
#include <espalier/optim/assignment.hpp>
#include <espalier/optim/clip.hpp>
#include <espalier/optim/groups.hpp>
#include <espalier/optim/lamb.hpp>
#include <espalier/optim/lion.hpp>
#include <espalier/optim/nadam.hpp>
#include <espalier/optim/options.hpp>
#include <espalier/optim/radam.hpp>
#include <espalier/optim/rmsprop.hpp>
#include <espalier/optim/rule.hpp>
#include <espalier/optim/schedule.hpp>
#include <espalier/optim/settle.hpp>
#include <espalier/optim/sgd.hpp>
#include <espalier/optim/state.hpp>
#include <espalier/optim/trainer.hpp>

#pragma GCC diagnostic pop
